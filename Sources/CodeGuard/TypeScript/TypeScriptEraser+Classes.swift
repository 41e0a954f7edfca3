/// Functions, classes and enums.
extension TypeScriptEraser {
    /// `async function* name<T>(…): T { … }`. A declaration without a body is an overload and is overwritten.
    mutating func function(isDeclaration: Bool) throws(Problem) {
        let start = token.start
        _ = consumeWord("async")
        advance()
        _ = consume("*")
        if token.kind == .word { advance() }
        let saved = changes
        try signature()
        if isPunctuator("{") { return try block() }
        guard isDeclaration else { throw problem("expected `{`") }
        revert(to: saved)
        blankStatement(from: start)
    }

    /// Type parameters, parameters and the type of the result.
    mutating func signature() throws(Problem) {
        try erasedTypeParameters()
        _ = try parameters()
        try annotation()
    }

    private static let modifiers: [StaticString] = ["public", "private", "protected", "readonly", "override"]

    private var isModifier: Bool { TypeScriptEraser.modifiers.contains { isWord($0) } }

    /// The parameters of a function that is surely one. Returns the names of parameter properties.
    mutating func parameters() throws(Problem) -> [String] {
        var properties: [String] = []
        try expect("(")
        while !isPunctuator(")") {
            if isWord("this"), follows({ $0.isPunctuator(":") }) {
                let start = token.start
                advance()
                try annotation()
                _ = consume(",")
                blank(from: start)
                continue
            }
            var isProperty = false
            while isModifier, follows({ $0.token.kind == .word }) {
                isProperty = true
                blankToken()
            }
            if isPunctuator("@") { throw problem("decorators are not supported") }
            _ = consume("...")
            let start = token.start
            try bindingTarget()
            if isProperty { properties.append(text(from: start)) }
            if isPunctuator("?") { blankToken() }
            try annotation()
            if consume("=") { try assignment() }
            if !consume(",") { break }
        }
        try expect(")")
        return properties
    }

    // MARK: Classes

    mutating func classLike() throws(Problem) {
        try enter()
        defer { depth -= 1 }
        advance()
        if token.kind == .word, !isWord("extends"), !isWord("implements") { advance() }
        try erasedTypeParameters()
        var isDerived = false
        if consumeWord("extends") {
            isDerived = true
            try leftHandSide()
            if isPunctuator("<") {
                let start = token.start
                try typeArguments()
                blank(from: start)
            }
        }
        if isWord("implements") {
            let start = token.start
            advance()
            repeat { try type() } while consume(",")
            blank(from: start)
        }
        try expect("{")
        while !consume("}") {
            if token.kind == .end { throw problem("expected `}`") }
            if consume(";") { continue }
            try member(isDerived: isDerived)
        }
    }

    /// Whether the current word is a modifier of a member, and not its name.
    private var isMemberModifier: Bool {
        mutating get {
            follows {
                $0.token.kind == .word || $0.token.kind == .string || $0.token.kind == .number
                    || $0.token.kind == .privateName
                    || $0.isPunctuator("[") || $0.isPunctuator("*") || $0.isPunctuator("{")
            }
        }
    }

    private mutating func member(isDerived: Bool) throws(Problem) {
        try enter()
        defer { depth -= 1 }
        let start = token.start
        let saved = changes
        var isErased = false
        if isPunctuator("@") { throw problem("decorators are not supported") }
        while token.kind == .word, isMemberModifier {
            if isModifier {
                blankToken()
            } else if isWord("abstract") || isWord("declare") {
                isErased = true
                blankToken()
            } else if isWord("static"), follows({ $0.isPunctuator("{") }) {
                advance()
                return try block()
            } else if isWord("static") || isWord("async") || isWord("get") || isWord("set") || isWord("accessor") {
                advance()
            } else {
                break
            }
        }
        _ = consume("*")
        if isPunctuator("["), try indexSignature() {
            revert(to: saved)
            _ = consume(";")
            return blank(from: start)
        }
        let isConstructor = isWord("constructor") || isQuotedConstructor
        try propertyKey()
        if isPunctuator("?") || isPunctuator("!") { blankToken() }
        if isPunctuator("(") || isPunctuator("<") {
            try erasedTypeParameters()
            let properties = try parameters()
            try annotation()
            if isPunctuator("{") {
                return try methodBody(isConstructor ? properties : [], isDerived: isDerived)
            }
            isErased = true
        } else {
            try annotation()
            if consume("=") { try assignment() }
        }
        if isErased {
            revert(to: saved)
            _ = consume(";")
            blank(from: start)
        } else {
            _ = consume(";")
        }
    }

    private var isQuotedConstructor: Bool {
        token.kind == .string && token.end - token.start == 13
            && lexer.bytes[token.start + 1..<token.end - 1].elementsEqual("constructor".utf8)
    }

    /// `[key: string]: T`.
    private mutating func indexSignature() throws(Problem) -> Bool {
        attempt { eraser throws(Problem) in
            eraser.advance()
            guard eraser.token.kind == .word else { return false }
            eraser.advance()
            guard eraser.consume(":") else { return false }
            try eraser.type()
            guard eraser.consume("]") else { return false }
            try eraser.annotation()
            return true
        }
    }

    /// A method's body; parameter properties are assigned at its start, or behind the call of `super`.
    private mutating func methodBody(_ properties: [String], isDerived: Bool) throws(Problem) {
        let assignments = properties.map { " this.\($0) = \($0);" }.joined()
        if assignments.isEmpty { return try block() }
        let open = token.start
        if !isDerived {
            edits.insert(assignments, at: UInt32(truncatingIfNeeded: open + 1))
            return try block()
        }
        try expect("{")
        var isPlaced = false
        while !isPunctuator("}") {
            if token.kind == .end { throw problem("expected `}`") }
            let isSuper = isWord("super")
            try statement()
            if isSuper, !isPlaced {
                isPlaced = true
                edits.insert(";" + assignments, at: UInt32(truncatingIfNeeded: lexer.previousEnd))
            }
        }
        advance()
        if !isPlaced { throw problem("a derived class with parameter properties must call super()") }
    }

    // MARK: Enums

    /// `enum A { B, C = 2, D = "d" }` becomes an object that maps names to values, and numbers back to names.
    ///
    /// Members are constants of the function around them, so that initializers may use earlier ones.
    mutating func enumeration(from start: Int) throws(Problem) {
        advance()
        let name = String(decoding: lexer.bytes[token.start..<token.end], as: UTF8.self)
        advance()
        try expect("{")
        var members: [String] = []
        var next = "0"
        while !isPunctuator("}") {
            let isQuoted = token.kind == .string
            guard isQuoted || token.kind == .word else { throw problem("expected the name of a member") }
            let key = String(decoding: lexer.bytes[token.start..<token.end], as: UTF8.self)
            let quoted = isQuoted ? key : "\"\(key)\""
            advance()
            var isText = false
            if consume("=") {
                let first = token.start
                isText = token.kind == .string || token.kind == .templateStart
                let saved = changes
                try assignment()
                revert(to: saved)
                isText = isText && !text(from: first).contains("+ 0")
                next = text(from: first)
            }
            let variable = isQuoted ? "__member" : key
            let value = isQuoted ? "\(name)[\(quoted)]" : key
            let assignment =
                isText ? "\(name)[\(quoted)] = \(variable)" : "\(name)[\(name)[\(quoted)] = \(variable)] = \(quoted)"
            members.append("{ const \(variable) = \(next); \(assignment); }")
            if !isQuoted { members[members.count - 1] = "const \(key) = \(next); \(assignment);" }
            next = "\(value) + 1"
            if !consume(",") { break }
        }
        try expect("}")
        blank(from: start)
        edits.replace(
            sourceRange(start..<start + 1),
            with: "var \(name) = (\(name) => { \(members.joined(separator: " ")) return \(name); })(\(name) || {});")
    }
}
