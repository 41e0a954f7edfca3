/// Expressions from the comma operator down to unary operators.
///
/// https://tc39.es/ecma262/#sec-ecmascript-language-expressions
extension Parser {
    /// Expression: assignments separated by commas.
    mutating func parseExpression() throws(Abort) -> NodeID {
        let start = here
        let first = try parseAssignment()
        if kindHere != .comma { return first }
        return try parseSequence(first, start)
    }

    /// Expression inside brackets of any sort, where `in` is an operator again.
    mutating func parseBracketedExpression() throws(Abort) -> NodeID {
        let outer = allowsIn
        allowsIn = true
        let result = try parseExpression()
        allowsIn = outer
        return result
    }

    /// The rest of an expression behind its first operand.
    mutating func parseSequence(_ first: NodeID, _ start: UInt32) throws(Abort) -> NodeID {
        let mark = pending.count
        pending.append(first)
        while consume(.comma) { pending.append(try parseAssignment()) }
        return add(.sequence(makeList(from: mark)), from: start)
    }

    /// AssignmentExpression that is not part of a pattern.
    mutating func parseAssignment() throws(Abort) -> NodeID {
        let outer = coverProblem
        coverProblem = nil
        let result = try parseAssignmentCover()
        try rejectCoverProblem()
        coverProblem = outer
        return result
    }

    /// Throws if the expression parsed last holds something that only a pattern may hold.
    mutating func rejectCoverProblem() throws(Abort) {
        if let problem = coverProblem { throw fail(problem.code, problem.range) }
    }

    /// AssignmentExpression that may turn out to be part of a pattern: what only a pattern may hold is left in
    /// `coverProblem` for the caller.
    mutating func parseAssignmentCover() throws(Abort) -> NodeID {
        try enter()
        let outer = coverProblem
        coverProblem = nil
        let start = here
        var result = NodeID.none
        switch kindHere {
        case .identifier: result = try parseIdentifierOrArrow()
        case .leftParen: result = try parseParenthesized(mayBeArrow: true)
        case .async: result = try parseAsyncOrIdentifier()
        case .yield where context.contains(.canYield): result = try parseYield()
        case .number, .string, .true, .false, .null, .this, .leftBrace, .leftBracket, .function, .new: break
        case .await where context.contains(.canAwait): break
        case let kind where kind.mayBeIdentifier: result = try parseIdentifierOrArrow()
        default: break
        }
        if result.isNone || !isWholeAssignment(result) {
            result = try parseConditional(result, start)
            if kindHere.assignmentOperator != nil { result = try parseAssignmentTail(result, start) }
        }
        if outer != nil { coverProblem = outer }
        leave()
        return result
    }

    /// Whether a node is an arrow function or yield without parentheses, which no operator may follow.
    private mutating func isWholeAssignment(_ id: NodeID) -> Bool {
        switch node(id) {
        case .function(_, _, _, let flags): flags.contains(.arrow)
        case .yield: true
        default: false
        }
    }

    /// `target op value`, from the operator on.
    ///
    /// https://tc39.es/ecma262/#sec-assignment-operators-static-semantics-early-errors
    private mutating func parseAssignmentTail(_ target: NodeID, _ start: UInt32) throws(Abort) -> NodeID {
        guard let op = kindHere.assignmentOperator else { return target }
        if op == .assign {
            switch node(target) {
            case .array, .object:
                coverProblem = nil
                try reinterpretAsAssignmentTarget(target)
            default: try checkSimpleTarget(target, else: .invalidAssignmentTarget)
            }
        } else {
            try checkSimpleTarget(target, else: .invalidCompoundTarget)
        }
        try rejectCoverProblem()
        advance()
        let value = try parseAssignment()
        return add(.assignment(op: op, target: target, value: value), from: start)
    }

    /// Throws unless a node is an identifier or member expression, parenthesised or not.
    ///
    /// https://tc39.es/ecma262/#sec-static-semantics-assignmenttargettype
    mutating func checkSimpleTarget(
        _ id: NodeID, else code: SyntaxError.Code, _ argument: String = ""
    ) throws(Abort) {
        var inner = id
        while case .parenthesized(let content) = node(inner) { inner = content }
        switch node(inner) {
        case .identifier(let name):
            if context.contains(.strict), name == .eval || name == .arguments {
                throw fail(.unexpectedEvalOrArguments, inner)
            }
        case .member, .index: return
        default: throw fail(code, id, argument)
        }
    }

    /// ConditionalExpression; `primary` is its first operand's primary expression if that was parsed already.
    private mutating func parseConditional(_ primary: NodeID, _ start: UInt32) throws(Abort) -> NodeID {
        let test = try parseBinary(primary, start)
        if kindHere != .question { return test }
        try rejectCoverProblem()
        advance()
        let outer = allowsIn
        allowsIn = true
        let consequent = try parseAssignment()
        allowsIn = outer
        try expect(.colon)
        let alternate = try parseAssignment()
        return add(.conditional(test: test, consequent: consequent, alternate: alternate), from: start)
    }

    // MARK: Binary operators

    /// How strongly the current token binds as a binary operator; zero if it is none here.
    private var precedenceHere: UInt8 {
        kindHere == .in && !allowsIn ? 0 : kindHere.binaryPrecedence
    }

    /// ShortCircuitExpression and everything that binds tighter.
    private mutating func parseBinary(_ primary: NodeID, _ start: UInt32) throws(Abort) -> NodeID {
        let first: NodeID
        if !primary.isNone {
            first = try parsePostfix(primary, start)
        } else if kindHere == .privateName {
            first = try parsePrivateOperand(after: operators.count)
        } else {
            first = try parseUnary()
        }
        return precedenceHere == 0 ? first : try parseOperators(first, start)
    }

    /// Operators and operands behind the first operand, by precedence, without recursion.
    private mutating func parseOperators(_ first: NodeID, _ start: UInt32) throws(Abort) -> NodeID {
        try rejectCoverProblem()
        let mark = operators.count
        var operand = first
        var operandStart = start
        while true {
            let kind = kindHere
            let precedence = precedenceHere
            while operators.count > mark, operators.last.precedence >= precedence {
                let top = operators.last
                if top.kind == .exponent, kind == .exponent { break }
                operand = try makeBinary(top, operand)
                operandStart = top.start
                operators.truncate(to: operators.count &- 1)
                leave()
            }
            if precedence == 0 { return operand }
            if kind == .exponent { try checkExponentBase(operand) }
            // Each operator that waits for its right operand is a level of nesting of the tree.
            try enter()
            operators.append(PendingOperator(left: operand, start: operandStart, kind: kind, precedence: precedence))
            advance()
            operandStart = here
            operand = kindHere == .privateName ? try parsePrivateOperand(after: mark) : try parseUnary()
        }
    }

    private mutating func makeBinary(_ op: PendingOperator, _ right: NodeID) throws(Abort) -> NodeID {
        switch op.kind {
        case .and: return try makeLogical(.and, op, right)
        case .or: return try makeLogical(.or, op, right)
        case .nullish: return try makeLogical(.nullish, op, right)
        default: break
        }
        if case .privateName = node(op.left) {
            return add(.privateIn(name: op.left, object: right), from: op.start)
        }
        guard let binary = op.kind.binaryOperator else { return right }
        return add(
            .binary(op: binary, left: op.left, right: right), SourceRange(start: op.start, end: range(right).end))
    }

    /// https://tc39.es/ecma262/#prod-CoalesceExpression
    private mutating func makeLogical(
        _ logical: LogicalOperator, _ op: PendingOperator, _ right: NodeID
    ) throws(Abort) -> NodeID {
        for operand in [op.left, right] {
            guard case .logical(let inner, _, _) = node(operand) else { continue }
            if (inner == .nullish) != (logical == .nullish) { throw fail(.mixedNullish, operand) }
        }
        return add(.logical(op: logical, left: op.left, right: right), from: op.start)
    }

    /// https://tc39.es/ecma262/#prod-ExponentiationExpression
    private mutating func checkExponentBase(_ base: NodeID) throws(Abort) {
        switch node(base) {
        case .unary, .await: throw fail(.unaryBeforeExponent, base)
        default: return
        }
    }

    /// `#name` before `in`, where no operator that binds as tightly stands on its left.
    ///
    /// https://tc39.es/ecma262/#prod-RelationalExpression
    private mutating func parsePrivateOperand(after mark: Int) throws(Abort) -> NodeID {
        let token = lexer.token
        let isBound = operators.count > mark && operators.last.precedence >= TokenKind.relationalPrecedence
        if isBound || !allowsIn { throw unexpected() }
        try usePrivateName(token)
        let name = addToken(.privateName(token.name))
        if kindHere != .in { throw fail(.privateNameOutsideIn, token.range, token.name) }
        return name
    }

    // MARK: Unary operators

    /// UnaryExpression.
    mutating func parseUnary() throws(Abort) -> NodeID {
        switch kindHere {
        case .add: return try parseUnaryOperator(.plus)
        case .subtract: return try parseUnaryOperator(.minus)
        case .not: return try parseUnaryOperator(.not)
        case .bitNot: return try parseUnaryOperator(.bitNot)
        case .typeof: return try parseUnaryOperator(.typeof)
        case .void: return try parseUnaryOperator(.void)
        case .delete: return try parseUnaryOperator(.delete)
        case .increment: return try parsePrefixUpdate(.increment)
        case .decrement: return try parsePrefixUpdate(.decrement)
        case .await where context.contains(.canAwait): return try parseAwait()
        default: return try parsePostfix(.none, here)
        }
    }

    private mutating func parseUnaryOperator(_ op: UnaryOperator) throws(Abort) -> NodeID {
        try enter()
        let start = here
        advance()
        let operand = try parseUnary()
        try rejectCoverProblem()
        if op == .delete { try checkDelete(operand) }
        leave()
        return add(.unary(op: op, operand: operand), from: start)
    }

    /// https://tc39.es/ecma262/#sec-delete-operator-static-semantics-early-errors
    private mutating func checkDelete(_ operand: NodeID) throws(Abort) {
        var inner = operand
        while true {
            switch node(inner) {
            case .parenthesized(let content), .optionalChain(let content): inner = content
            case .identifier where context.contains(.strict): throw fail(.deleteIdentifier, inner)
            case .member(_, let property, _):
                if case .privateName = node(property) { throw fail(.deletePrivateName, property) }
                return
            default: return
            }
        }
    }

    private mutating func parsePrefixUpdate(_ op: UpdateOperator) throws(Abort) -> NodeID {
        try enter()
        let start = here
        advance()
        let operand = try parseUnary()
        try rejectCoverProblem()
        try checkSimpleTarget(operand, else: .invalidUpdateTarget, "prefix")
        leave()
        return add(.update(op: op, isPrefix: true, operand: operand), from: start)
    }

    /// UpdateExpression: a left-hand side with an optional `++` or `--` on its line.
    private mutating func parsePostfix(_ primary: NodeID, _ start: UInt32) throws(Abort) -> NodeID {
        let operand = try parseLeftHandSide(primary, start)
        let kind = kindHere
        guard kind == .increment || kind == .decrement, !lexer.token.hasLineTerminatorBefore else { return operand }
        try rejectCoverProblem()
        try checkSimpleTarget(operand, else: .invalidUpdateTarget, "postfix")
        advance()
        let op: UpdateOperator = kind == .increment ? .increment : .decrement
        return add(.update(op: op, isPrefix: false, operand: operand), from: start)
    }

    /// https://tc39.es/ecma262/#prod-AwaitExpression
    private mutating func parseAwait() throws(Abort) -> NodeID {
        try enter()
        let start = here
        if context.contains(.parameters) { throw fail(.awaitInParameters, lexer.token.range) }
        hazards.awaitExpression = start &+ 1
        advance()
        let operand = try parseUnary()
        try rejectCoverProblem()
        leave()
        return add(.await(operand), from: start)
    }

    /// https://tc39.es/ecma262/#prod-YieldExpression
    private mutating func parseYield() throws(Abort) -> NodeID {
        let start = here
        if context.contains(.parameters) { throw fail(.yieldInParameters, lexer.token.range) }
        hazards.yieldExpression = start &+ 1
        advance()
        if lexer.token.hasLineTerminatorBefore { return add(.yield(argument: .none, isDelegate: false), from: start) }
        switch kindHere {
        case .rightParen, .rightBracket, .rightBrace, .comma, .semicolon, .colon, .endOfFile, .in:
            return add(.yield(argument: .none, isDelegate: false), from: start)
        default:
            let isDelegate = consume(.multiply)
            let argument = try parseAssignment()
            return add(.yield(argument: argument, isDelegate: isDelegate), from: start)
        }
    }
}
