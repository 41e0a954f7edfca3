/// Expressions and patterns.
extension SyntaxPrinter {
    /// The text of an expression or pattern, without parentheses of its own.
    func partsOfExpression(_ id: NodeID, noIn: Bool) -> [Part] {
        leaf(tree[id]).map { [.text($0)] } ?? partsOfOperator(tree[id], noIn: noIn)
            ?? partsOfAccess(tree[id]) ?? partsOfPattern(tree[id]) ?? partsOfCompound(id)
    }

    private func leaf(_ node: Syntax) -> String? {
        switch node {
        case .identifier(let text), .bindingIdentifier(let text): variable(text)
        case .keyName(let text): name(text)
        case .privateName(let text): "#" + name(text)
        case .string(let text), .keyString(let text): quoted(text)
        case .number(let value), .keyNumber(let value): number(value)
        case .bigint(let digits), .keyBigInt(let digits): name(digits) + "n"
        case .boolean(let value): value ? "true" : "false"
        case .null: "null"
        case .this: "this"
        case .superKeyword: "super"
        case .newTarget: "new.target"
        case .importMeta: "import.meta"
        case .regexp(let pattern, let flags): "/" + name(pattern) + "/" + name(flags)
        case .templateElement(_, let raw, _): name(raw)
        case .empty: ""
        default: nil
        }
    }

    private func partsOfOperator(_ node: Syntax, noIn: Bool) -> [Part]? {
        func part(_ id: NodeID, _ level: Level) -> Part { .expression(id, level, noIn: noIn) }
        switch node {
        case .unary(let op, let operand):
            return [.text(op.text + (needsSpace(op, operand) ? " " : "")), part(operand, .unary)]
        case .update(let op, let isPrefix, let operand):
            let sign = Part.text(op == .increment ? "++" : "--")
            return isPrefix ? [sign, part(operand, .call)] : [part(operand, .call), sign]
        case .binary(let op, let left, let right):
            let level = Level.of(op)
            let leftLevel = op == .exponent ? .update : level
            let rightLevel = op == .exponent ? level : level.stronger
            return [part(left, leftLevel), .text(" \(op.text) "), part(right, rightLevel)]
        case .privateIn(let name, let object):
            return [.node(name), .text(" in "), part(object, Level.of(BinaryOperator.in).stronger)]
        case .logical(let op, let left, let right):
            return [
                part(left, logicalLevel(op, left, Level.of(op))), .text(" \(op.text) "),
                part(right, logicalLevel(op, right, Level.of(op).stronger)),
            ]
        case .assignment(let op, let target, let value):
            return [part(target, .call), .text(" \(op.text) "), part(value, .assignment)]
        case .conditional(let test, let consequent, let alternate):
            return [
                part(test, .shortCircuit), .text(" ? "), .expression(consequent, .assignment, noIn: false),
                .text(" : "), part(alternate, .assignment),
            ]
        case .sequence(let list): return separated(list) { part($0, .assignment) }
        case .await(let operand): return [.text("await "), part(operand, .unary)]
        case .yield(let argument, let isDelegate):
            let head = Part.text(isDelegate ? "yield* " : argument.isNone ? "yield" : "yield ")
            return argument.isNone ? [head] : [head, part(argument, .assignment)]
        default: return nil
        }
    }

    /// Whether two signs would run together.
    private func needsSpace(_ op: UnaryOperator, _ operand: NodeID) -> Bool {
        guard op == .minus || op == .plus else { return false }
        return switch tree[operand] {
        case .unary(let inner, _): inner == op
        case .update(let inner, true, _): (inner == .increment) == (op == .plus)
        default: false
        }
    }

    /// The level an operand of a logical operator needs: `??` and the others mix only in parentheses.
    private func logicalLevel(_ op: LogicalOperator, _ operand: NodeID, _ level: Level) -> Level {
        guard case .logical(let inner, _, _) = tree[operand], (inner == .nullish) != (op == .nullish) else {
            return level
        }
        return .unary
    }

    private func partsOfAccess(_ node: Syntax) -> [Part]? {
        func object(_ id: NodeID) -> Part {
            if case .optionalChain = tree[id] { return .expression(id, .member, noIn: false) }
            return .expression(id, .call, noIn: false)
        }
        func inside(_ id: NodeID) -> Part { .expression(id, .sequence, noIn: false) }
        switch node {
        case .parenthesized(let content): return [.text("("), inside(content), .text(")")]
        case .optionalChain(let content): return [.node(content)]
        case .member(let target, let property, let isOptional):
            var dot = isOptional ? "?." : "."
            // `1 .x`: a dot right after digits would be a decimal point.
            if case .number = tree[target] { dot = " " + dot }
            return [object(target), .text(dot), .node(property)]
        case .index(let target, let index, let isOptional):
            return [object(target), .text(isOptional ? "?.[" : "["), inside(index), .text("]")]
        case .call(let callee, let arguments, let isOptional):
            return [object(callee), .text(isOptional ? "?." : "")] + self.arguments(arguments)
        case .new(let callee, let arguments):
            let part: Part = containsCall(callee) ? .text("(") : .text("")
            let end: Part = containsCall(callee) ? .text(")") : .text("")
            return [.text("new "), part, .expression(callee, .member, noIn: false), end] + self.arguments(arguments)
        case .taggedTemplate(let tag, let template): return [object(tag), .node(template)]
        case .importCall(let specifier, let options):
            let first: [Part] = [.text("import("), .expression(specifier, .assignment, noIn: false)]
            if options.isNone { return first + [.text(")")] }
            return first + [.text(", "), .expression(options, .assignment, noIn: false), .text(")")]
        default: return nil
        }
    }

    private func arguments(_ list: NodeList) -> [Part] {
        [.text("(")] + separated(list) { .expression($0, .assignment, noIn: false) } + [.text(")")]
    }

    /// Whether the callee of `new` would lose its own call: `new (f())()`.
    private func containsCall(_ callee: NodeID) -> Bool {
        var id = callee
        while true {
            switch tree[id] {
            case .call, .importCall: return Level.of(tree[callee]) >= .member
            case .member(let object, _, _), .index(let object, _, _), .taggedTemplate(let object, _): id = object
            default: return false
            }
        }
    }

    private func partsOfPattern(_ node: Syntax) -> [Part]? {
        func part(_ id: NodeID) -> Part { .expression(id, .assignment, noIn: false) }
        switch node {
        case .spread(let argument), .rest(let argument): return [.text("..."), part(argument)]
        case .array(let list), .arrayPattern(let list):
            // A hole at the end needs a comma of its own.
            let endsInHole = !list.isEmpty && tree[list, Int(list.count) - 1].isNone
            return [.text("[")] + separated(list, part) + [.text(endsInHole ? ",]" : "]")]
        case .object(let list), .objectPattern(let list):
            if list.isEmpty { return [.text("{}")] }
            return [.text("{ ")] + separated(list) { .node($0) } + [.text(" }")]
        case .assignmentPattern(let target, let value): return [part(target), .text(" = "), part(value)]
        case .patternProperty(let key, let target, let isShorthand):
            return isShorthand ? [part(target)] : [.node(key), .text(": "), part(target)]
        case .property(let key, let value): return [.node(key), .text(": "), part(value)]
        case .shorthand(let identifier): return [.node(identifier)]
        case .keyComputed(let expression): return [.text("["), part(expression), .text("]")]
        default: return nil
        }
    }

    private func partsOfCompound(_ id: NodeID) -> [Part] {
        switch tree[id] {
        case .template(let quasis, let expressions):
            var result: [Part] = [.text("`")]
            for index in 0..<Int(quasis.count) {
                result.append(.node(tree[quasis, index]))
                guard index < Int(expressions.count) else { continue }
                result += [.text("${"), .expression(tree[expressions, index], .sequence, noIn: false), .text("}")]
            }
            return result + [.text("`")]
        case .function: return partsOfFunction(id, head: nil)
        case .classExpression: return partsOfClass(id)
        default: return []
        }
    }

    // MARK: Places where the first token matters

    /// What an expression must not start with in some place.
    enum Place {
        case statement, arrowBody, exportDefault, forHead
    }

    /// An expression in parentheses if its first token would be misread in its place.
    func leading(_ id: NodeID, _ level: Level, in place: Place) -> [Part] {
        let part = Part.expression(id, level, noIn: place == .forHead)
        return isMisread(id, in: place) ? [.text("("), part, .text(")")] : [part]
    }

    private func isMisread(_ id: NodeID, in place: Place) -> Bool {
        switch tree[leftmost(id)] {
        case .object, .objectPattern: place == .statement || place == .arrowBody
        case .function(_, _, _, let flags):
            !flags.contains(.arrow) && (place == .statement || place == .exportDefault)
        case .classExpression: place == .statement || place == .exportDefault
        default: false
        }
    }

    /// The node that an expression's first token belongs to.
    private func leftmost(_ id: NodeID) -> NodeID {
        var id = id
        while true {
            switch tree[id] {
            case .binary(_, let first, _), .logical(_, let first, _), .assignment(_, let first, _),
                .conditional(let first, _, _), .member(let first, _, _), .index(let first, _, _),
                .call(let first, _, _), .taggedTemplate(let first, _), .update(_, false, let first),
                .optionalChain(let first):
                id = first
            case .sequence(let list) where !list.isEmpty: id = tree[list, 0]
            default: return id
            }
        }
    }
}
