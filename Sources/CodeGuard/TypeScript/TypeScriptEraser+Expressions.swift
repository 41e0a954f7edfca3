/// Expressions: read as far as it takes to find the types in them.
extension TypeScriptEraser {
    /// One or more expressions with commas.
    mutating func expression() throws(Problem) { repeat { try assignment() } while consume(",") }

    /// An expression without commas.
    mutating func assignment() throws(Problem) {
        try enter()
        defer { depth -= 1 }
        if isWord("yield") {
            advance()
            _ = consume("*")
            if token.hasNewlineBefore || isExpressionEnd { return }
            return try assignment()
        }
        while true {
            try unary()
            try typeOperators()
            if isPunctuator("?") {
                try conditional()
                return
            }
            if !consumeOperator() { return }
        }
    }

    private var isExpressionEnd: Bool {
        token.kind == .end || isPunctuator(")") || isPunctuator("]") || isPunctuator("}") || isPunctuator(",")
            || isPunctuator(";") || isPunctuator(":")
    }

    /// `as T`, `satisfies T` and `!`, overwritten.
    private mutating func typeOperators() throws(Problem) {
        while isWord("as") || isWord("satisfies"), !token.hasNewlineBefore {
            let start = token.start
            advance()
            if isWord("const") { advance() } else { try type() }
            blank(from: start)
        }
    }

    private mutating func conditional() throws(Problem) {
        advance()
        let outer = isInConsequent
        isInConsequent = true
        try assignment()
        isInConsequent = outer
        try expect(":")
        try assignment()
    }

    /// A binary or assignment operator. `in` is one everywhere: heads of loops are read by the same rules.
    private mutating func consumeOperator() -> Bool {
        if isWord("instanceof") || isWord("in") {
            advance()
            return true
        }
        guard token.kind == .punctuator else { return false }
        if isPunctuator(">") {
            var end = token.end
            advance()
            while token.kind == .punctuator, token.start == end,
                isPunctuator(">") || isPunctuator("=") || isPunctuator("==")
            {
                end = token.end
                advance()
            }
            return true
        }
        switch lexer.bytes[token.start] {
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","), UInt8(ascii: ";"),
            UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"),
            UInt8(ascii: "@"), UInt8(ascii: "#"), UInt8(ascii: "~"):
            return false
        default: break
        }
        if isPunctuator("=>") || isPunctuator("!") || isPunctuator("++") || isPunctuator("--") { return false }
        advance()
        return true
    }

    private mutating func unary() throws(Problem) {
        while true {
            if isWord("typeof") || isWord("void") || isWord("delete") || isWord("await") {
                if isWord("await"), follows({ $0.isExpressionEnd || $0.isPunctuator("=") }) { break }
                advance()
            } else if isPunctuator("+") || isPunctuator("-") || isPunctuator("!") || isPunctuator("~")
                || isPunctuator("++") || isPunctuator("--") || isPunctuator("...")
            {
                advance()
            } else {
                break
            }
        }
        try leftHandSide()
        if isPunctuator("++") || isPunctuator("--"), !token.hasNewlineBefore { advance() }
    }

    // MARK: Accesses and calls

    mutating func leftHandSide() throws(Problem) {
        while isWord("new") {
            advance()
            if consume(".") { break }
        }
        try primary()
        while true {
            if consume(".") || consume("?.") {
                if isPunctuator("[") || isPunctuator("(") || isPunctuator("<") { continue }
                advance()
            } else if isPunctuator("[") {
                advance()
                try nested { eraser throws(Problem) in try eraser.expression() }
                try expect("]")
            } else if isPunctuator("(") {
                try arguments()
            } else if token.kind == .templateStart {
                try template()
            } else if isPunctuator("!"), !token.hasNewlineBefore {
                blankToken()
            } else if isPunctuator("<") || isPunctuator("<<"), !allowsOnlyComparison {
                if !callTypeArguments() { return }
            } else {
                return
            }
        }
    }

    private var allowsOnlyComparison: Bool { speculationLeft <= 0 || isPunctuator("<<") }

    /// `f<T>(x)`: type arguments, overwritten, if what follows can only follow them.
    private mutating func callTypeArguments() -> Bool {
        attempt { eraser throws(Problem) in
            let start = eraser.token.start
            try eraser.typeArguments()
            let isCall = eraser.isPunctuator("(") || eraser.token.kind == .templateStart || eraser.isPunctuator("?.")
            let isEnd = eraser.isExpressionEnd || eraser.isPunctuator(".")
            guard isCall || isEnd else { return false }
            eraser.blank(from: start)
            return true
        }
    }

    private mutating func arguments() throws(Problem) {
        try expect("(")
        while !isPunctuator(")") {
            try nested { eraser throws(Problem) in try eraser.assignment() }
            if !consume(",") { break }
        }
        try expect(")")
    }

    /// Something in brackets: a `:` in it has nothing to do with a conditional outside.
    mutating func nested(_ body: (inout TypeScriptEraser) throws(Problem) -> Void) throws(Problem) {
        let outer = isInConsequent
        isInConsequent = false
        try body(&self)
        isInConsequent = outer
    }

    // MARK: Primaries

    mutating func primary() throws(Problem) {
        switch token.kind {
        case .word: try wordPrimary()
        case .number, .string, .privateName: advance()
        case .templateStart: try template()
        case .end: throw problem("unexpected end of the text")
        case .punctuator:
            if isPunctuator("(") { return try parenthesized() }
            if isPunctuator("[") { return try arrayLiteral() }
            if isPunctuator("{") { return try objectLiteral() }
            if isPunctuator("/") || isPunctuator("/=") {
                lexer.rescanRegExp()
                return advance()
            }
            if isPunctuator("<") { return try angle() }
            throw problem("unexpected `\(String(decoding: lexer.bytes[token.start..<token.end], as: UTF8.self))`")
        }
    }

    private mutating func wordPrimary() throws(Problem) {
        if isWord("function") || isAsyncFunction { return try function(isDeclaration: false) }
        if isWord("class") { return try classLike() }
        if isWord("async"), follows({ !$0.token.hasNewlineBefore && ($0.isPunctuator("(") || $0.isPunctuator("<")) }) {
            // Either an async arrow function or a call of something called async.
            advance()
            if isPunctuator("<") { return try genericArrow() }
            return try parenthesized()
        }
        if isWord("async"), follows({ $0.token.kind == .word && !$0.token.hasNewlineBefore }) { advance() }
        advance()
        if isPunctuator("=>"), !token.hasNewlineBefore { try arrowBody() }
    }

    private mutating func template() throws(Problem) {
        while lexer.scanTemplatePart() {
            advance()
            try nested { eraser throws(Problem) in try eraser.expression() }
            if !isPunctuator("}") { throw problem("expected `}`") }
        }
        advance()
    }

    private mutating func arrayLiteral() throws(Problem) {
        try expect("[")
        while !isPunctuator("]") {
            if consume(",") { continue }
            try nested { eraser throws(Problem) in try eraser.assignment() }
            if !isPunctuator("]"), !isPunctuator(",") { throw problem("expected `]`") }
        }
        advance()
    }

    // MARK: Arrow functions

    /// An expression in parentheses, or the parameters of an arrow function: which of both is known at its end.
    private mutating func parenthesized() throws(Problem) {
        try enter()
        defer { depth -= 1 }
        try expect("(")
        var hasAnnotations = false
        while !isPunctuator(")") {
            if isWord("this"), follows({ $0.isPunctuator(":") }) {
                let start = token.start
                advance()
                try annotation()
                _ = consume(",")
                blank(from: start)
                hasAnnotations = true
                continue
            }
            try nested { eraser throws(Problem) in
                if try eraser.annotatedElement() { hasAnnotations = true }
            }
            if !consume(",") { break }
        }
        try expect(")")
        if isPunctuator("=>"), !token.hasNewlineBefore { return try arrowBody() }
        if isPunctuator(":"), try annotatedArrow() { return }
        if hasAnnotations { throw problem("expected `=>`") }
    }

    /// An element that may be a parameter: `x?: T = 1`. Returns whether it can only be one.
    private mutating func annotatedElement() throws(Problem) -> Bool {
        let isOptional =
            token.kind == .word
            && follows {
                $0.isPunctuator("?")
                    && $0.follows { $0.isPunctuator(":") || $0.isPunctuator(",") || $0.isPunctuator(")") }
            }
        if isOptional {
            advance()
            blankToken()
            try annotation()
            return true
        }
        try assignment()
        guard isPunctuator(":") else { return false }
        try annotation()
        if consume("=") { try assignment() }
        return true
    }

    /// `: T => body` after parameters. In `a ? (b) : c => d` it is no arrow function unless another `:` follows.
    private mutating func annotatedArrow() throws(Problem) -> Bool {
        if speculationLeft <= 0 { return false }
        let needsColon = isInConsequent
        return attempt { eraser throws(Problem) in
            try eraser.annotation()
            guard eraser.isPunctuator("=>") else { return false }
            try eraser.arrowBody()
            return !needsColon || eraser.isPunctuator(":")
        }
    }

    private mutating func arrowBody() throws(Problem) {
        try expect("=>")
        if isPunctuator("{") { return try nested { eraser throws(Problem) in try eraser.block() } }
        try assignment()
    }

    private mutating func genericArrow() throws(Problem) {
        try erasedTypeParameters()
        try signatureOfArrow()
    }

    private mutating func signatureOfArrow() throws(Problem) {
        _ = try parameters()
        try annotation()
        try arrowBody()
    }

    /// `<T>(x: T) => x`, JSX, or an old type assertion.
    private mutating func angle() throws(Problem) {
        try enter()
        defer { depth -= 1 }
        if attempt({ eraser throws(Problem) in
            try eraser.erasedTypeParameters()
            guard eraser.isPunctuator("(") else { return false }
            try eraser.signatureOfArrow()
            return true
        }) {
            return
        }
        if allowsJSX { return try jsxElement() }
        let start = token.start
        advance()
        if isWord("const") { advance() } else { try type() }
        try expect(">")
        blank(from: start)
        try unary()
    }

    // MARK: Objects

    private mutating func objectLiteral() throws(Problem) {
        try enter()
        defer { depth -= 1 }
        try expect("{")
        while !isPunctuator("}") {
            try nested { eraser throws(Problem) in try eraser.property() }
            if !consume(",") { break }
        }
        try expect("}")
    }

    private mutating func property() throws(Problem) {
        if consume("...") { return try assignment() }
        while isWord("get") || isWord("set") || isWord("async") {
            let isModifier = follows {
                !($0.isPunctuator(":") || $0.isPunctuator("(") || $0.isPunctuator(",") || $0.isPunctuator("}")
                    || $0.isPunctuator("=") || $0.isPunctuator("<"))
            }
            if !isModifier { break }
            advance()
        }
        _ = consume("*")
        try propertyKey()
        if isPunctuator("(") || isPunctuator("<") {
            try signature()
            return try block()
        }
        if consume(":") { try assignment() }
        if consume("=") { try assignment() }
    }

    mutating func propertyKey() throws(Problem) {
        if consume("[") {
            try assignment()
            return try expect("]")
        }
        guard token.kind != .punctuator, token.kind != .end, token.kind != .templateStart else {
            throw problem("expected the name of a property")
        }
        advance()
    }
}
