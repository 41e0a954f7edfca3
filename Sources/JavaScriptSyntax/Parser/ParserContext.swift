/// What the code that is being parsed may contain: the parameters of the grammar and the context of its early errors.
struct ParserContext: OptionSet, BitwiseCopyable {
    let rawValue: UInt16

    static let strict = ParserContext(rawValue: 1)
    /// `return` is allowed.
    static let canReturn = ParserContext(rawValue: 2)
    /// `await` is an operator.
    static let canAwait = ParserContext(rawValue: 4)
    /// `yield` is an operator.
    static let canYield = ParserContext(rawValue: 8)
    /// `await` is no identifier: modules and static blocks, besides the code where it is an operator.
    static let awaitIsReserved = ParserContext(rawValue: 16)
    static let newTarget = ParserContext(rawValue: 32)
    static let superProperty = ParserContext(rawValue: 64)
    static let superCall = ParserContext(rawValue: 128)
    /// Class field initializers and static blocks: `arguments` is no identifier.
    static let argumentsIsReserved = ParserContext(rawValue: 256)
    /// The parameters of an async function or generator: its operators are not allowed.
    static let parameters = ParserContext(rawValue: 512)
    static let staticBlock = ParserContext(rawValue: 1024)
    static let module = ParserContext(rawValue: 2048)

    /// What an arrow function takes over from the code around it.
    static let inheritedByArrow: ParserContext = [
        .strict, .newTarget, .superProperty, .superCall, .argumentsIsReserved, .module,
    ]
}
