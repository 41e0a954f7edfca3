/// The kinds of token, in an order that makes the common questions range checks.
///
/// ```
///  punctuators │ assignment operators │ literals │ identifiers │ and or nullish │ add … greaterEqual │ in instanceof │ keywords …
///                AssignmentOperator                             └────────────── binary operators ──────────────┘
///                                                                                                   └─ NameID 1 … ─────────┘
/// ```
enum TokenKind: UInt8 {
    case endOfFile
    /// A lexical error; `Lexer.problem` says which.
    case illegal
    case leftBrace, rightBrace, leftParen, rightParen, leftBracket, rightBracket
    case dot, ellipsis, semicolon, comma, questionDot, question, colon, arrow
    case not, bitNot, increment, decrement

    // In the order of `AssignmentOperator`.
    case assign, addAssign, subtractAssign, multiplyAssign, divideAssign, remainderAssign, exponentAssign
    case shiftLeftAssign, shiftRightAssign, shiftRightUnsignedAssign, bitAndAssign, bitOrAssign, bitXorAssign
    case andAssign, orAssign, nullishAssign

    case number, bigint, string, template, regexp
    /// `#name`.
    case privateName
    case identifier
    /// A keyword, reserved or contextual, written with a Unicode escape.
    case escapedKeyword

    case and, or, nullish
    // In the order of `BinaryOperator`, up to `instanceof`.
    case add, subtract, multiply, divide, remainder, exponent
    case shiftLeft, shiftRight, shiftRightUnsigned, bitAnd, bitOr, bitXor
    case equal, notEqual, strictEqual, strictNotEqual, less, lessEqual, greater, greaterEqual

    // Keywords: the name `NameID(raw: n)` is the n-th of them, counted from one. Always reserved:
    case `in`, instanceof
    case `break`, `case`, `catch`, `class`, const, `continue`, debugger, `default`, delete, `do`, `else`, `enum`
    case export, extends, `false`, finally, `for`, function, `if`, `import`, new, null, `return`, `super`, `switch`
    case this, `throw`, `true`, `try`, typeof, `var`, void, `while`, with
    // Reserved in strict mode code:
    case implements, interface, `let`, package, `private`, protected, `public`, `static`, yield
    // Reserved in modules and where `await` is an operator:
    case await
    // Never reserved:
    case async, of
}

extension TokenKind {
    /// The kind of the keyword with this name; the name must be one (`isKeyword`).
    @inline(__always)
    init(keyword name: NameID) {
        self = TokenKind(rawValue: TokenKind.in.rawValue &+ UInt8(truncatingIfNeeded: name.raw) &- 1) ?? .illegal
    }

    /// Number of keywords; their names are `NameID` 1 to this.
    static var keywordCount: UInt32 { UInt32(TokenKind.of.rawValue &- TokenKind.in.rawValue) &+ 1 }

    /// Whether this is a keyword of any sort, written without escapes.
    @inline(__always) var isKeyword: Bool { rawValue >= TokenKind.in.rawValue }

    /// Whether this keyword is reserved in every context.
    @inline(__always)
    var isReservedWord: Bool { rawValue >= TokenKind.in.rawValue && rawValue <= TokenKind.with.rawValue }

    /// Whether this keyword is reserved in strict mode code only.
    @inline(__always)
    var isStrictReservedWord: Bool { rawValue >= TokenKind.implements.rawValue && rawValue <= TokenKind.yield.rawValue }

    /// Whether this may be an identifier in some context; escaped keywords included.
    @inline(__always)
    var mayBeIdentifier: Bool {
        self == .identifier || self == .escapedKeyword || rawValue >= TokenKind.implements.rawValue
    }

    /// Whether this is an IdentifierName: what may follow a dot.
    @inline(__always)
    var isIdentifierName: Bool { self == .identifier || self == .escapedKeyword || isKeyword }

    /// The assignment operator this is, or nil.
    @inline(__always)
    var assignmentOperator: AssignmentOperator? {
        guard rawValue >= TokenKind.assign.rawValue, rawValue <= TokenKind.nullishAssign.rawValue else { return nil }
        return AssignmentOperator(rawValue: rawValue &- TokenKind.assign.rawValue)
    }

    /// The binary operator this is, or nil; `&&`, `||` and `??` are none.
    @inline(__always)
    var binaryOperator: BinaryOperator? {
        guard rawValue >= TokenKind.add.rawValue, rawValue <= TokenKind.instanceof.rawValue else { return nil }
        return BinaryOperator(rawValue: rawValue &- TokenKind.add.rawValue)
    }

    /// Binding strength as a binary operator, from 1 (`||`, `??`) to 11 (`**`); zero for every other token.
    ///
    /// https://tc39.es/ecma262/#sec-ecmascript-language-expressions
    @inline(__always)
    var binaryPrecedence: UInt8 {
        guard rawValue >= TokenKind.and.rawValue, rawValue <= TokenKind.instanceof.rawValue else { return 0 }
        switch self {
        case .or, .nullish: return 1
        case .and: return 2
        case .bitOr: return 3
        case .bitXor: return 4
        case .bitAnd: return 5
        case .equal, .notEqual, .strictEqual, .strictNotEqual: return 6
        case .less, .lessEqual, .greater, .greaterEqual, .in, .instanceof: return TokenKind.relationalPrecedence
        case .shiftLeft, .shiftRight, .shiftRightUnsigned: return 8
        case .add, .subtract: return 9
        case .multiply, .divide, .remainder: return 10
        case .exponent: return 11
        default: return 0
        }
    }

    /// The precedence of `in` and its peers.
    static var relationalPrecedence: UInt8 { 7 }

    /// How the token is written, or a description of its class.
    var text: String {
        let index = Int(rawValue)
        return index < TokenKind.texts.count ? TokenKind.texts[index] : ""
    }

    /// One text for each kind, in order.
    static let texts: [String] = [
        "end of input", "illegal token",
        "{", "}", "(", ")", "[", "]",
        ".", "...", ";", ",", "?.", "?", ":", "=>",
        "!", "~", "++", "--",
        "=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=", "&=", "|=", "^=", "&&=", "||=", "??=",
        "number", "bigint", "string", "template", "regexp", "private name", "identifier", "escaped keyword",
        "&&", "||", "??",
        "+", "-", "*", "/", "%", "**", "<<", ">>", ">>>", "&", "|", "^",
        "==", "!=", "===", "!==", "<", "<=", ">", ">=",
        "in", "instanceof",
        "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum",
        "export", "extends", "false", "finally", "for", "function", "if", "import", "new", "null", "return", "super",
        "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with",
        "implements", "interface", "let", "package", "private", "protected", "public", "static", "yield",
        "await", "async", "of",
    ]
}
