/// Names that every `NameTable` holds at the same place: the empty text, the keywords, and what the grammar spells out.
extension NameID {
    private static func wellKnown(_ index: UInt32) -> NameID { NameID(raw: TokenKind.keywordCount + 1 + index) }

    /// The name of a keyword.
    static func keyword(_ kind: TokenKind) -> NameID {
        NameID(raw: UInt32(kind.rawValue &- TokenKind.in.rawValue) + 1)
    }

    /// `default`, the imported or exported name of a default binding.
    public static var `default`: NameID { keyword(.default) }
    /// `await`.
    public static var await: NameID { keyword(.await) }
    /// `async`.
    public static var async: NameID { keyword(.async) }
    /// `let`.
    public static var `let`: NameID { keyword(.let) }
    /// `yield`.
    public static var yield: NameID { keyword(.yield) }
    /// `eval`.
    public static var eval: NameID { wellKnown(0) }
    /// `arguments`.
    public static var arguments: NameID { wellKnown(1) }
    /// `constructor`.
    public static var constructor: NameID { wellKnown(2) }
    /// `prototype`.
    public static var prototype: NameID { wellKnown(3) }
    /// `__proto__`.
    public static var proto: NameID { wellKnown(4) }
    /// `use strict`.
    public static var useStrict: NameID { wellKnown(5) }
    /// `get`.
    public static var get: NameID { wellKnown(6) }
    /// `set`.
    public static var set: NameID { wellKnown(7) }
    /// `as`.
    public static var `as`: NameID { wellKnown(8) }
    /// `from`.
    public static var from: NameID { wellKnown(9) }
    /// `meta`.
    public static var meta: NameID { wellKnown(10) }
    /// `target`.
    public static var target: NameID { wellKnown(11) }
    /// `undefined`.
    public static var undefined: NameID { wellKnown(12) }

    /// The texts after the keywords, in the order of the constants above.
    static let wellKnownTexts = [
        "eval", "arguments", "constructor", "prototype", "__proto__", "use strict", "get", "set", "as", "from", "meta",
        "target", "undefined",
    ]
}
