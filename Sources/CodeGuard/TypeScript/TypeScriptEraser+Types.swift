/// Types: read to find where they end. https://www.typescriptlang.org/docs/handbook/2/types-from-types.html
extension TypeScriptEraser {
    /// `: type`, overwritten; nothing if there is none.
    mutating func annotation() throws(Problem) {
        guard isPunctuator(":") else { return }
        let start = token.start
        advance()
        try returnType()
        blank(from: start)
    }

    /// A type, or what only functions return: `asserts x is T`, `x is T`.
    mutating func returnType() throws(Problem) {
        if isWord("asserts") {
            advance()
            if token.kind == .word, !token.hasNewlineBefore, !isWord("is") { advance() } else { return }
            if consumeWord("is") { try type() }
            return
        }
        try type()
        if isWord("is"), !token.hasNewlineBefore {
            advance()
            try type()
        }
    }

    /// A type.
    mutating func type() throws(Problem) {
        try enter()
        defer { depth -= 1 }
        try unionType()
        if isWord("extends"), !token.hasNewlineBefore {
            advance()
            try unionType()
            guard isPunctuator("?") else { return }
            advance()
            try type()
            try expect(":")
            try type()
        }
    }

    private mutating func unionType() throws(Problem) {
        _ = consume("|") || consume("&")
        repeat { try operatorType() } while consume("|") || consume("&")
    }

    private mutating func operatorType() throws(Problem) {
        while isWord("keyof") || isWord("unique") || isWord("readonly") || isWord("infer") || isWord("abstract") {
            let isInfer = isWord("infer")
            advance()
            if token.kind != .word, !isPunctuator("{"), !isPunctuator("["), !isPunctuator("("), token.kind != .string {
                // The word itself was the type's name.
                return try typeSuffixes()
            }
            if isInfer {
                advance()
                return
            }
        }
        try primaryType()
        try typeSuffixes()
    }

    private mutating func typeSuffixes() throws(Problem) {
        while isPunctuator("["), !token.hasNewlineBefore {
            advance()
            if !isPunctuator("]") { try type() }
            try expect("]")
        }
    }

    private mutating func primaryType() throws(Problem) {
        switch token.kind {
        case .word:
            if isWord("new") {
                advance()
                return try functionType()
            }
            if isWord("typeof") || isWord("import") { return try queryType() }
            try namedType()
        case .string, .number: advance()
        case .templateStart: try templateType()
        case .punctuator:
            if isPunctuator("-") {
                advance()
                advance()
            } else if isPunctuator("(") || isPunctuator("<") {
                try functionType()
            } else if isPunctuator("{") || isPunctuator("[") {
                try balanced()
            } else {
                throw problem("expected a type")
            }
        case .end, .privateName: throw problem("expected a type")
        }
    }

    private mutating func namedType() throws(Problem) {
        advance()
        while isPunctuator(".") {
            advance()
            if token.kind != .word { throw problem("expected a name") }
            advance()
        }
        if isPunctuator("<"), !token.hasNewlineBefore { try typeArguments() }
    }

    private mutating func queryType() throws(Problem) {
        let isImport = isWord("import")
        advance()
        if isImport || isWord("import") {
            if !isImport { advance() }
            try balanced()
            while consume(".") { advance() }
        } else {
            if token.kind != .word { throw problem("expected a name") }
            advance()
            while consume(".") { advance() }
        }
        if isPunctuator("<"), !token.hasNewlineBefore { try typeArguments() }
    }

    /// `<A, B>(…) => T` and `(…)`, which may be a function's parameters or a type in parentheses.
    private mutating func functionType() throws(Problem) {
        if isPunctuator("<") { try typeParameters() }
        guard isPunctuator("(") else { throw problem("expected `(`") }
        try balanced()
        if consume("=>") { try returnType() }
    }

    private mutating func templateType() throws(Problem) {
        while lexer.scanTemplatePart() {
            advance()
            try type()
            if !isPunctuator("}") { throw problem("expected `}`") }
        }
        advance()
    }

    /// `<A, B>`.
    mutating func typeArguments() throws(Problem) {
        try expect("<")
        while !isPunctuator(">") {
            try type()
            if !consume(",") { break }
        }
        try expect(">")
    }

    /// `<const T extends U = V>`.
    mutating func typeParameters() throws(Problem) {
        try expect("<")
        while !isPunctuator(">") {
            while isWord("const") || isWord("in") || isWord("out") { advance() }
            if token.kind != .word { throw problem("expected a type parameter") }
            advance()
            if consumeWord("extends") { try type() }
            if consume("=") { try type() }
            if !consume(",") { break }
        }
        try expect(">")
    }

    /// Type parameters, overwritten; nothing if there are none.
    mutating func erasedTypeParameters() throws(Problem) {
        guard isPunctuator("<") else { return }
        let start = token.start
        try typeParameters()
        blank(from: start)
    }

    /// Everything from a bracket to its partner.
    mutating func balanced() throws(Problem) {
        var open = 0
        repeat {
            switch token.kind {
            case .end: throw problem("unexpected end of the text")
            case .templateStart:
                try templateType()
                continue
            case .punctuator:
                if isPunctuator("(") || isPunctuator("[") || isPunctuator("{") { open += 1 }
                if isPunctuator(")") || isPunctuator("]") || isPunctuator("}") { open -= 1 }
            default: break
            }
            advance()
        } while open > 0
    }
}
