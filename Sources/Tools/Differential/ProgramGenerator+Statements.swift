extension ProgramGenerator {
    private static let statementDepthMax = 4

    mutating func statement() -> String {
        if depth >= Self.statementDepthMax { return "log(\(expression()));" }
        depth += 1
        defer { depth -= 1 }
        switch below(26) {
        case 0..<5:
            let value = expression()
            let name = freshName()
            variables.append(name)
            return "let \(name) = \(value);"
        case 5..<9: return "log(\(expression()));"
        case 9, 10: return "if (\(expression())) \(block()) else \(block())"
        case 11..<16: return loop()
        case 16, 17: return tryStatement()
        case 18: return switchStatement()
        case 19: return destructuring()
        case 20: return function()
        case 21: return generator()
        case 22: return classDeclaration()
        case 23, 24: return asynchronous()
        default: return collection()
        }
    }

    private mutating func block(then last: String = "") -> String {
        scoped { generator in
            let statements = (0...generator.below(3)).map { _ in generator.statement() }
            return "{ \(statements.joined(separator: " ")) \(last) }"
        }
    }

    // MARK: Control

    private mutating func loop() -> String {
        let name = freshName()
        let label = below(2) == 0 ? "L\(name)" : ""
        let jump = pick("", "if (\(name)==2) continue \(label);", "if (\(name)==3) break \(label);")
        if below(2) == 0 {
            let head = "for (let \(name)=0; \(name)<\(pick("2", "4")); \(name)++)"
            return (label.isEmpty ? "" : label + ": ") + head + " " + block(then: jump)
        }
        return scoped { generator in
            generator.variables.append(name)
            let values = generator.pick(
                generator.array(), generator.text(), "new Set([1,2,2,3])", "new Map([[1,2],[3,4]])", "g0()")
            let keys = generator.pick(generator.object(), generator.array(), generator.text())
            let isOf = generator.below(2) == 0
            let head = isOf ? "for (const \(name) of \(values))" : "for (const \(name) in \(keys))"
            return "try { \(head) \(generator.block()) } catch (e) { log(t(()=>e.name)) }"
        }
    }

    private mutating func tryStatement() -> String {
        let end = pick("", "throw \(primitive());", "throw new TypeError(\"x\");", "throw new Error(7);")
        let handler = "catch (e) { log(\"caught\", e); \(scoped { $0.statement() }) }"
        return "try \(block(then: end)) \(handler) \(below(2) == 0 ? "" : "finally " + block())"
    }

    private mutating func switchStatement() -> String {
        let cases = (0..<3).map { _ in
            "case \(primitive()): \(block()) \(pick("break;", ""))"
        }
        return "switch (\(expression())) { \(cases.joined(separator: " ")) default: log(\"default\"); }"
    }

    private mutating func destructuring() -> String {
        let (a, b) = (freshName(), freshName())
        let pattern = pick(
            "[\(a),\(b)=\(primitive())]", "{a:\(a),b:\(b)=\(primitive())}", "[\(a),...\(b)]", "{a:\(a),...\(b)}",
            "{x:\(a)=\(primitive()),[\"k1\"]:\(b)}", "[,\(a),[\(b)]=[1]]")
        let value = pick(array(), object(), text())
        variables += [a, b]
        return "var \(a), \(b); try { (\(pattern) = \(value)); } catch (e) { log(e.name) }"
    }

    // MARK: Functions and classes

    private mutating func function() -> String {
        let name = freshName()
        let text = scoped { generator in
            generator.variables += ["a1", "b1"]
            let result = generator.expression()
            return "function \(name)(a1, b1=\(generator.primitive())) \(generator.block(then: "return \(result);"))"
        }
        functions.append(name)
        return text
    }

    private mutating func generator() -> String {
        let name = freshName()
        let body = scoped { generator in
            generator.variables.append("a1")
            let inner = generator.pick("[1,2]", "`ab`", "g0()")
            return "const q = yield \(generator.expression()); log(\"got\", q); yield* \(inner); "
                + "return \(generator.expression());"
        }
        let end = pick("it.return(9)", "t(()=>it.throw(new Error(1)))", "[...it]", "it.next()")
        return "function* \(name)(a1) { try { \(body) } finally { log(\"finally\") } } "
            + "{ const it = \(name)(\(expression())); log(it.next(1)); log(it.next(\(primitive()))); log(\(end)); }"
    }

    private mutating func classDeclaration() -> String {
        let name = freshName()
        let base =
            "(class { constructor(z) { this.z = z; } m() { return \"base\" + this.z; } static s = \(expression()); "
            + "get g() { return this.z; } })"
        let members =
            "#p = \(expression()); f = \(expression()); constructor(a) { super(a); this.h = 1; } "
            + "m() { return super.m() + typeof this.#p; } static has(o) { return #p in o; } set g(v) { log(\"set\", v); }"
        return "class \(name) extends \(base) { \(members) } { const o = new \(name)(\(primitive())); "
            + "log(o.m(), \(name).s, \(name).has(o), o); o.g = 1; log(o.g, Object.keys(o)); }"
    }

    // MARK: Jobs

    private mutating func asynchronous() -> String {
        let awaited = pick(expression(), "Promise.resolve(5)", "new Promise(r=>r(7))", "{then(r){r(3)}}")
        switch below(3) {
        case 0:
            return "(async () => { log(\"A\"); const r = await \(awaited); log(\"B\", r); "
                + "try { await Promise.reject(\(primitive())); } catch (e) { log(\"C\", e); } return \(expression()); })()"
                + ".then(v => log(\"D\", v), e => log(\"E\", e));"
        case 1:
            let name = freshName()
            return "(async () => { for await (const \(name) of (async function*() { yield 1; yield \(primitive()); "
                + "yield Promise.resolve(\(primitive())); })()) log(\"for await\", \(name)); })();"
        default:
            let values = "[\(primitive()),Promise.resolve(\(primitive())),\(pick("1", "Promise.reject(2)"))]"
            return "Promise.\(pick("all", "allSettled", "race", "any"))(\(values))"
                + ".then(v => log(\"P\", v), e => log(\"R\", e));"
        }
    }

    private mutating func collection() -> String {
        "log(t(()=>{ const m = new Map([[\(primitive()),1],[\(primitive()),2]]); m.set(\(primitive()),\(primitive())); "
            + "m.delete(\(primitive())); return [...m].concat([...new Set(\(primitives()))]); }));"
    }
}
