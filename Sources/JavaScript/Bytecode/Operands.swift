/// The field of an instruction word that an operand is read from.
enum OperandField: Sendable {
    /// Unsigned 16-bit fields.
    case a, b, c
    /// Signed 16-bit readings of b and c.
    case sb, sc
    /// The signed 32-bit integer in b and c.
    case imm
}

/// What an operand refers to.
enum OperandKind: Sendable {
    case reg, reg2, window
    case const, ic, literal
    case int, count, jump
}

/// Attributes of a member defined by `defineMember` and `definePrivate`.
struct MemberFlags: OptionSet, Sendable {
    let rawValue: UInt16
    static let getter = MemberFlags(rawValue: 1)
    static let setter = MemberFlags(rawValue: 2)
    static let enumerable = MemberFlags(rawValue: 4)
    /// A method: not writable when private.
    static let method = MemberFlags(rawValue: 8)
}

/// The native error constructors, as operand of `throwError`.
/// https://tc39.es/ecma262/#sec-native-error-types-used-in-this-standard
enum ErrorKind: UInt16, Sendable, CaseIterable {
    case error, typeError, rangeError, referenceError, syntaxError, evalError, uriError, aggregateError
}

/// Completion kinds in the second register of a finally handler.
enum CompletionKind {
    static let normal: Int32 = 0
    static let `throw`: Int32 = 1
    static let `return`: Int32 = 2
    /// `break` and `continue` targets are numbered from here.
    static let firstJump: Int32 = 3
}

/// The code that follows `iteratorNext` for an iterator that is not an array iterated directly.
enum IteratorProtocol {
    /// Words from `iteratorNext` to the first instruction after the protocol:
    /// mov, mov, call, checkObject, getProp done, jumpTrue, getProp value.
    static let skip = 8
}
