/// What a program text is parsed as.
public enum ProgramKind: UInt8, Sendable, Hashable, BitwiseCopyable {
    /// https://tc39.es/ecma262/#prod-Script
    case script
    /// https://tc39.es/ecma262/#prod-Module
    case module
    /// The body of an async function: top-level `await` and `return` are allowed. What the sandbox runs.
    case asyncFunctionBody
}

/// `var`, `let`, `const`, and the explicit resource management forms that the grammar reserves.
public enum VariableKind: UInt8, Sendable, Hashable, BitwiseCopyable {
    case `var`
    case `let`
    case const
}

/// What a method definition defines.
public enum MethodKind: UInt8, Sendable, Hashable, BitwiseCopyable {
    case method
    case getter
    case setter
    case constructor
}

/// Properties of a function that its syntax decides.
public struct FunctionFlags: OptionSet, Hashable, Sendable, BitwiseCopyable {
    public let rawValue: UInt16
    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
    public static let arrow = FunctionFlags(rawValue: 1)
    public static let async = FunctionFlags(rawValue: 2)
    public static let generator = FunctionFlags(rawValue: 4)
    /// A method, accessor or constructor: may use `super.x`.
    public static let method = FunctionFlags(rawValue: 8)
    public static let getter = FunctionFlags(rawValue: 16)
    public static let setter = FunctionFlags(rawValue: 32)
    public static let classConstructor = FunctionFlags(rawValue: 64)
    /// A class constructor of a class with `extends`.
    public static let derivedConstructor = FunctionFlags(rawValue: 128)
    public static let strict = FunctionFlags(rawValue: 256)
    /// The body is an expression (concise arrow).
    public static let expressionBody = FunctionFlags(rawValue: 512)
    /// All parameters are plain identifiers without defaults.
    public static let simpleParameters = FunctionFlags(rawValue: 1024)
    /// A function declaration or expression as opposed to a method, accessor or arrow.
    public static let declaration = FunctionFlags(rawValue: 2048)
}

/// https://tc39.es/ecma262/#sec-unary-operators
public enum UnaryOperator: UInt8, Sendable, Hashable, BitwiseCopyable {
    case minus, plus, not, bitNot, typeof, void, delete
}

/// https://tc39.es/ecma262/#sec-update-expressions
public enum UpdateOperator: UInt8, Sendable, Hashable, BitwiseCopyable { case increment, decrement }

/// https://tc39.es/ecma262/#sec-ecmascript-language-expressions
public enum BinaryOperator: UInt8, Sendable, Hashable, BitwiseCopyable {
    case add, subtract, multiply, divide, remainder, exponent
    case shiftLeft, shiftRight, shiftRightUnsigned, bitAnd, bitOr, bitXor
    case equal, notEqual, strictEqual, strictNotEqual, less, lessEqual, greater, greaterEqual
    case `in`, instanceof
}

/// https://tc39.es/ecma262/#sec-binary-logical-operators
public enum LogicalOperator: UInt8, Sendable, Hashable, BitwiseCopyable { case and, or, nullish }

/// https://tc39.es/ecma262/#sec-assignment-operators
public enum AssignmentOperator: UInt8, Sendable, Hashable, BitwiseCopyable {
    case assign
    case add, subtract, multiply, divide, remainder, exponent
    case shiftLeft, shiftRight, shiftRightUnsigned, bitAnd, bitOr, bitXor
    case and, or, nullish
}
