extension ProgramGenerator {
    private static let expressionDepthMax = 5

    // MARK: Literals

    mutating func number() -> String {
        pick(
            "0", "1", "2", "-1", "3.5", "NaN", "Infinity", "-0", "1e21", "0x7fffffff", "4294967295", "-2147483648",
            "0.1", "123456789", "2**53", "1e-7", "5e-324")
    }

    mutating func text() -> String {
        pick(
            "\"\"", #""a""#, #""abc""#, #""1""#, #""é""#, #""length""#, #""x y""#, #""😀b""#, #""-5""#, #"" 12 ""#,
            #""NaN""#)
    }

    mutating func primitive() -> String {
        switch below(8) {
        case 0, 1: number()
        case 2, 3: text()
        default: pick("true", "false", "null", "undefined")
        }
    }

    mutating func primitives() -> String {
        "[" + (0..<below(4)).map { _ in primitive() }.joined(separator: ",") + "]"
    }

    mutating func array() -> String {
        let members = (0..<below(5)).map { _ in
            switch below(4) {
            case 0: "..." + primitives()
            case 1: ""
            default: expression()
            }
        }
        return "[" + members.joined(separator: ",") + "]"
    }

    mutating func object() -> String {
        var members: [String] = []
        for _ in 0..<below(5) {
            let key = pick("a", "b", "c", #""x""#, "1", "0", #"["k"+1]"#)
            switch below(5) {
            case 0 where members.isEmpty: members.append("get \(key)(){return \(expression())}")
            case 1: members.append("\(key)(p,q=2){return \(expression())}")
            case 2: members.append("...\(pick(primitives(), "null", "{z:1}"))")
            default: members.append("\(key):\(expression())")
            }
        }
        return "({" + members.joined(separator: ",") + "})"
    }

    // MARK: Expressions

    mutating func expression() -> String {
        if depth >= Self.expressionDepthMax { return below(3) == 0 ? primitive() : variable() }
        depth += 1
        defer { depth -= 1 }
        switch below(36) {
        case 0..<4: return primitive()
        case 4..<8: return variable()
        case 8..<16: return operation()
        case 16..<18: return array()
        case 18: return object()
        case 19, 20: return "t(()=>\(expression()))"
        case 21: return "(\(expression()))?.[\(expression())]"
        case 22:
            return "t(()=>(\(expression())).\(pick("length", "a", "b", "x", "constructor?.name.length", "toString()")))"
        case 23..<28: return methodCall()
        case 28: return "`\(pick("", "q"))${t(()=>String(\(expression())))}z`"
        case 29:
            return "t(()=>\(pick("parseInt", "parseFloat", "Number", "String", "Boolean", "isNaN"))(\(expression())))"
        case 30:
            let function = pick("floor", "ceil", "round", "trunc", "sign", "abs", "fround", "clz32", "max", "imul")
            return "t(()=>Math.\(function)(\(expression()),\(expression())))"
        case 31: return "t(()=>JSON.stringify(\(expression())\(pick("", ",null,2"))))"
        case 32 where !variables.isEmpty: return assignment()
        case 33 where !functions.isEmpty: return "t(()=>\(pick(from: functions))(\(expression()),\(expression())))"
        case 34:
            let function = pick("keys", "values", "entries", "getOwnPropertyNames", "isFrozen", "freeze")
            return "t(()=>Object.\(function)(\(expression())))"
        default: return "t(()=>[...\(expression())])"
        }
    }

    private mutating func operation() -> String {
        let a = expression()
        let b = expression()
        switch below(8) {
        case 0..<3: return "(\(a) \(pick("+", "-", "*", "/", "%")) \(b))"
        case 3: return "(\(a) \(pick("&", "|", "^", "<<", ">>", ">>>")) \(b))"
        case 4: return "(\(a) \(pick("==", "===", "!=", "!==", "<", ">", "<=", ">=")) \(b))"
        case 5: return "((\(a)) \(pick("&&", "||", "??")) (\(b)))"
        case 6: return "(\(pick("!", "-", "+", "~", "typeof ", "void "))\(a))"
        default: return "(\(a) ? \(b) : \(expression()))"
        }
    }

    private mutating func assignment() -> String {
        let name = pick(from: variables)
        if below(3) == 0 { return "t(()=>\(name)\(pick("++", "--")))" }
        return "(\(name) \(pick("=", "+=", "-=", "??=", "||=", "&&=", "|=")) \(expression()))"
    }

    // MARK: Methods

    private mutating func methodCall() -> String {
        switch below(7) {
        case 0: return call(on: array(), arrayCallbackMethod(), callback())
        case 1:
            let ordered = call(on: "[3,1,0.5,-1,2]", pick("sort", "toSorted"), pick("(a,b)=>a-b", "(a,b)=>b-a"))
            return pick(call(on: array(), pick("sort", "toSorted"), ""), ordered)
        case 2:
            let method = pick(
                "slice", "splice", "indexOf", "lastIndexOf", "includes", "concat", "push", "unshift", "fill", "at",
                "with", "copyWithin", "flat", "join", "reverse", "pop", "shift")
            return call(on: expression(), method, "\(expression()),\(expression())")
        case 3:
            let method = pick(
                "split", "charAt", "charCodeAt", "codePointAt", "substring", "substr", "trim", "toUpperCase",
                "replace", "startsWith", "endsWith", "normalize", "isWellFormed", "toString")
            return call(on: expression(), method, "\(expression()),\(expression())")
        case 4: return call(on: text(), "replaceAll", "\(text()),\(text())")
        case 5: return call(on: text(), pick("padStart", "padEnd"), "\(pick("5", "9", "-1")),\(expression())")
        default:
            return pick(
                call(on: number(), pick("toFixed", "toExponential"), pick("0", "2", "20")),
                call(on: number(), "toPrecision", pick("1", "5", "21")),
                call(on: number(), "toString", pick("2", "10", "16", "36")))
        }
    }

    private mutating func arrayCallbackMethod() -> String {
        pick(
            "map", "filter", "some", "every", "find", "findLast", "findIndex", "flatMap", "reduce", "reduceRight",
            "forEach")
    }

    private mutating func callback() -> String {
        pick(
            "(x)=>x", "(x,i)=>i", "(x)=>x>1", "(x,y)=>x+y", "function(x){return typeof x}", "(x,i,a)=>a.length",
            "(x)=>[x,x]", #"(x)=>{throw new RangeError("callback")}"#)
    }

    private func call(on receiver: String, _ method: String, _ arguments: String) -> String {
        "t(()=>(\(receiver)).\(method)(\(arguments)))"
    }
}
