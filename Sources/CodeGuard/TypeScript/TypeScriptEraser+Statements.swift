/// Statements and declarations.
extension TypeScriptEraser {
    mutating func statement() throws(Problem) {
        try enter()
        defer { depth -= 1 }
        let wasInConsequent = isInConsequent
        isInConsequent = false
        defer { isInConsequent = wasInConsequent }
        if token.kind == .word, try wordStatement() { return }
        if isPunctuator("{") { return try block() }
        if consume(";") { return }
        if isPunctuator("@") { throw problem("decorators are not supported") }
        try expression()
        _ = consume(";")
    }

    mutating func block() throws(Problem) {
        try expect("{")
        while !isPunctuator("}") {
            if token.kind == .end { throw problem("expected `}`") }
            try statement()
        }
        advance()
    }

    /// A statement that begins with a word; false if it is an expression.
    private mutating func wordStatement() throws(Problem) -> Bool {
        if try typeDeclaration() { return true }
        if isWord("var") || isWord("let") || isWord("const") {
            try variables()
            _ = consume(";")
            return true
        }
        if isWord("function") || isAsyncFunction {
            try function(isDeclaration: true)
            return true
        }
        if isWord("class") {
            try classLike()
            return true
        }
        if isWord("import"), !follows({ $0.isPunctuator("(") || $0.isPunctuator(".") }) {
            try importDeclaration()
            return true
        }
        if isWord("export") {
            try exportDeclaration()
            return true
        }
        return try controlStatement()
    }

    private mutating func controlStatement() throws(Problem) -> Bool {
        if consumeWord("if") || consumeWord("while") || consumeWord("with") {
            try parenthesizedExpression()
            try statement()
            if consumeWord("else") { try statement() }
        } else if consumeWord("for") {
            try forStatement()
        } else if consumeWord("do") {
            try statement()
            if consumeWord("while") { try parenthesizedExpression() }
            _ = consume(";")
        } else if consumeWord("switch") {
            try parenthesizedExpression()
            try switchBody()
        } else if consumeWord("try") {
            try block()
            if consumeWord("catch") {
                if consume("(") {
                    try bindingTarget()
                    try annotation()
                    try expect(")")
                }
                try block()
            }
            if consumeWord("finally") { try block() }
        } else if isWord("return") || isWord("throw") || isWord("break") || isWord("continue") {
            advance()
            if !token.hasNewlineBefore, !isPunctuator(";"), !isPunctuator("}"), token.kind != .end { try expression() }
            _ = consume(";")
        } else if follows({ $0.isPunctuator(":") }) {
            advance()
            advance()
            try statement()
        } else {
            return false
        }
        return true
    }

    private mutating func parenthesizedExpression() throws(Problem) {
        try expect("(")
        try expression()
        try expect(")")
    }

    private mutating func forStatement() throws(Problem) {
        _ = consumeWord("await")
        try expect("(")
        if isWord("var") || isWord("let") || isWord("const") {
            try variables()
        } else if !isPunctuator(";") {
            try expression()
        }
        if consumeWord("of") || consumeWord("in") {
            try expression()
        } else {
            try expect(";")
            if !isPunctuator(";") { try expression() }
            try expect(";")
            if !isPunctuator(")") { try expression() }
        }
        try expect(")")
        try statement()
    }

    private mutating func switchBody() throws(Problem) {
        try expect("{")
        while !consume("}") {
            if token.kind == .end { throw problem("expected `}`") }
            if consumeWord("case") {
                try expression()
                try expect(":")
            } else if isWord("default"), follows({ $0.isPunctuator(":") }) {
                advance()
                advance()
            } else {
                try statement()
            }
        }
    }

    // MARK: Declarations

    var isAsyncFunction: Bool {
        mutating get {
            isWord("async") && follows { $0.isWord("function") && !$0.token.hasNewlineBefore }
        }
    }

    private var nameFollows: Bool {
        mutating get { follows { $0.token.kind == .word && !$0.token.hasNewlineBefore } }
    }

    /// `interface`, `type`, `declare`, `enum`, `abstract class`, `namespace`; false if it is none of them.
    private mutating func typeDeclaration() throws(Problem) -> Bool {
        let start = token.start
        if isWord("interface"), nameFollows {
            try interface()
            blankStatement(from: start)
        } else if isWord("type"), nameFollows {
            try typeAlias()
            blankStatement(from: start)
        } else if isWord("declare"), nameFollows || follows({ $0.isWord("global") }) {
            try ambient()
            blankStatement(from: start)
        } else if isWord("enum"), nameFollows {
            try enumeration(from: start)
        } else if isWord("const"), follows({ $0.isWord("enum") }) {
            advance()
            try enumeration(from: start)
        } else if isWord("abstract"), follows({ $0.isWord("class") && !$0.token.hasNewlineBefore }) {
            blankToken()
            try classLike()
        } else if isWord("namespace") || isWord("module"),
            follows({ ($0.token.kind == .word || $0.token.kind == .string) && !$0.token.hasNewlineBefore })
        {
            throw problem("namespaces are not supported")
        } else {
            return false
        }
        return true
    }

    private mutating func interface() throws(Problem) {
        advance()
        advance()
        if isPunctuator("<") { try typeParameters() }
        if consumeWord("extends") { repeat { try type() } while consume(",") }
        guard isPunctuator("{") else { throw problem("expected `{`") }
        try balanced()
    }

    private mutating func typeAlias() throws(Problem) {
        advance()
        advance()
        if isPunctuator("<") { try typeParameters() }
        try expect("=")
        try type()
    }

    /// What follows `declare`: nothing of it runs.
    private mutating func ambient() throws(Problem) {
        advance()
        if isWord("global") || isWord("namespace") || isWord("module") {
            while !isPunctuator("{") {
                if token.kind == .end || isPunctuator(";") { return }
                advance()
            }
            return try balanced()
        }
        // The declaration is read like any other; its own changes are dropped, since all of it is overwritten.
        let saved = changes
        try statement()
        revert(to: saved)
    }

    mutating func variables() throws(Problem) {
        advance()
        repeat {
            try bindingTarget()
            if isPunctuator("!") { blankToken() }
            try annotation()
            if consume("=") { try assignment() }
        } while consume(",")
    }

    /// A name or a pattern; patterns are read as the literals that they look like.
    mutating func bindingTarget() throws(Problem) {
        if isPunctuator("{") || isPunctuator("[") { return try primary() }
        if token.kind != .word { throw problem("expected a name") }
        advance()
    }

    // MARK: Modules

    private mutating func importDeclaration() throws(Problem) {
        let start = token.start
        advance()
        if token.kind == .string {
            advance()
            return try moduleEnd()
        }
        if isWord("type"), follows({ $0.isPunctuator("{") || $0.isPunctuator("*") || $0.isDefaultTypeImport }) {
            while token.kind != .string {
                if token.kind == .end { throw problem("expected the name of a module") }
                advance()
            }
            advance()
            try moduleEnd()
            return blankStatement(from: start)
        }
        if token.kind == .word {
            advance()
            if isPunctuator("=") { throw problem("`import … =` is not supported") }
            _ = consume(",")
        }
        if consume("*") {
            _ = consumeWord("as")
            advance()
        }
        if isPunctuator("{") { try specifiers() }
        if !consumeWord("from") { throw problem("expected `from`") }
        advance()
        try moduleEnd()
    }

    /// Whether the current word is the name of `import type Name from "…"`.
    fileprivate var isDefaultTypeImport: Bool {
        mutating get {
            token.kind == .word && (!isWord("from") || follows { $0.isWord("from") })
        }
    }

    private mutating func moduleEnd() throws(Problem) {
        if isWord("with") || isWord("assert"), follows({ $0.isPunctuator("{") }) {
            advance()
            try balanced()
        }
        _ = consume(";")
    }

    /// `{ a, type B, c as d }`; specifiers of types are overwritten with their commas.
    private mutating func specifiers() throws(Problem) {
        try expect("{")
        while !isPunctuator("}") {
            let start = token.start
            let isType =
                isWord("type") && follows { $0.token.kind == .word && !$0.isWord("as") || $0.token.kind == .string }
            if isType { advance() }
            if token.kind != .word && token.kind != .string { throw problem("expected a name") }
            advance()
            if consumeWord("as") { advance() }
            let isLast = !consume(",")
            if isType { blank(from: start) }
            if isLast { break }
        }
        try expect("}")
    }

    private mutating func exportDeclaration() throws(Problem) {
        let start = token.start
        advance()
        if isWord("type"), follows({ $0.isPunctuator("{") || $0.isPunctuator("*") }) {
            advance()
            if isPunctuator("{") { try balanced() } else { advance() }
            if consumeWord("as") { advance() }
            if consumeWord("from") { advance() }
            return blankStatement(from: start)
        }
        if isWord("interface") || isWord("type") || isWord("declare"), nameFollows {
            let saved = changes
            _ = try typeDeclaration()
            revert(to: saved)
            return blankStatement(from: start)
        }
        if isPunctuator("=") || isWord("import") { throw problem("`export =` and `export import` are not supported") }
        if consume("*") {
            if consumeWord("as") { advance() }
            if consumeWord("from") { advance() }
            return try moduleEnd()
        }
        if isPunctuator("{") {
            try specifiers()
            if consumeWord("from") { advance() }
            return try moduleEnd()
        }
        if consumeWord("default") {
            if isWord("interface"), nameFollows {
                try interface()
                return blankStatement(from: start)
            }
            if isWord("abstract"), follows({ $0.isWord("class") }) { blankToken() }
            if isWord("class") { return try classLike() }
            if isWord("function") || isAsyncFunction { return try function(isDeclaration: true) }
            try assignment()
            _ = consume(";")
            return
        }
        try statement()
    }
}
