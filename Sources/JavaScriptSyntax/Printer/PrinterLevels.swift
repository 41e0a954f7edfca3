extension SyntaxPrinter {
    /// How strongly an expression binds, weakest first.
    struct Level: Comparable {
        private let rawValue: Int

        static let sequence = Level(rawValue: 0)
        /// Assignments, arrow functions and yield.
        static let assignment = Level(rawValue: 1)
        static let conditional = Level(rawValue: 2)
        /// `||` and `??`, the weakest binary operators.
        static let shortCircuit = Level(rawValue: 3)
        static let unary = Level(rawValue: 14)
        static let update = Level(rawValue: 15)
        /// Calls and whole optional chains.
        static let call = Level(rawValue: 16)
        /// Member expressions, `new` with arguments, and primary expressions.
        static let member = Level(rawValue: 17)

        static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

        /// The next stronger level.
        var stronger: Level { Level(rawValue: rawValue + 1) }

        static func of(_ op: BinaryOperator) -> Level {
            switch op {
            case .bitOr: Level(rawValue: 5)
            case .bitXor: Level(rawValue: 6)
            case .bitAnd: Level(rawValue: 7)
            case .equal, .notEqual, .strictEqual, .strictNotEqual: Level(rawValue: 8)
            case .less, .lessEqual, .greater, .greaterEqual, .in, .instanceof: Level(rawValue: 9)
            case .shiftLeft, .shiftRight, .shiftRightUnsigned: Level(rawValue: 10)
            case .add, .subtract: Level(rawValue: 11)
            case .multiply, .divide, .remainder: Level(rawValue: 12)
            case .exponent: Level(rawValue: 13)
            }
        }

        static func of(_ op: LogicalOperator) -> Level { op == .and ? Level(rawValue: 4) : .shortCircuit }

        static func of(_ node: Syntax) -> Level {
            switch node {
            case .sequence: .sequence
            case .assignment, .yield: .assignment
            case .function(_, _, _, let flags): flags.contains(.arrow) ? .assignment : .member
            case .conditional: .conditional
            case .logical(let op, _, _): of(op)
            case .binary(let op, _, _): of(op)
            case .privateIn: of(BinaryOperator.in)
            case .unary, .await: .unary
            case .update: .update
            case .call, .optionalChain, .importCall: .call
            default: .member
            }
        }
    }
}

extension BinaryOperator {
    /// How the operator is written.
    var text: String { TokenKind(rawValue: TokenKind.add.rawValue &+ rawValue)?.text ?? "" }
}

extension LogicalOperator {
    /// How the operator is written.
    var text: String {
        switch self {
        case .and: "&&"
        case .or: "||"
        case .nullish: "??"
        }
    }
}

extension AssignmentOperator {
    /// How the operator is written.
    var text: String { TokenKind(rawValue: TokenKind.assign.rawValue &+ rawValue)?.text ?? "" }
}

extension UnaryOperator {
    /// How the operator is written; words end in a space.
    var text: String {
        switch self {
        case .minus: "-"
        case .plus: "+"
        case .not: "!"
        case .bitNot: "~"
        case .typeof: "typeof "
        case .void: "void "
        case .delete: "delete "
        }
    }
}
