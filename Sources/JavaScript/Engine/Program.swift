package import JavaScriptSyntax

/// A compiled program, to be run any number of times, in any number of realms at once.
package final class Program: @unchecked Sendable {
    // Immutable once compiled; the templates are only read.
    let unit: CodeUnit

    init(unit: CodeUnit) { self.unit = unit }

    /// What is wrong with a source text.
    package struct Failure: Error, CustomStringConvertible {
        /// The error in words.
        package let message: String
        /// Line and column from one, in the author's text.
        package let line: Int
        /// Column from one, in UTF-16 units.
        package let column: Int
        package var description: String { "\(message) (\(line):\(column))" }
    }

    /// Parses and compiles a source text.
    ///
    /// - Parameters:
    ///   - source: the text; its offsets are those of errors and stack traces.
    ///   - name: shown in stack traces.
    ///   - kind: a script, or the body of an async function with `await` and `return` at the top.
    package static func compile(_ source: SourceText, name: String, kind: ProgramKind) throws(Failure) -> Program {
        let tree: SyntaxTree
        do {
            tree = try Parser.parse(source, kind: kind)
        } catch {
            throw Failure(message: error.message, line: error.line, column: error.column)
        }
        return try compile(tree, of: source, name: name)
    }

    /// Compiles a tree that has been parsed from the text.
    package static func compile(_ tree: SyntaxTree, of source: SourceText, name: String) throws(Failure) -> Program {
        do {
            return Program(unit: try Compiler.compile(tree: tree, source: source, sourceName: name))
        } catch {
            throw Failure(message: error.message, line: error.line, column: error.column)
        }
    }
}

extension Compiler {
    /// Compiles a builtin written in JavaScript: a function expression, which becomes `functions[1]`.
    static func compileBuiltin(source: String, name: String, number: Int) throws -> CodeUnit {
        let text = SourceText("(\(source))")
        var options = ParserOptions()
        options.isStrict = true
        let tree = try Parser.parse(text, kind: .script, options: options)
        let unit = try compile(tree: tree, source: text, sourceName: name, options: Options(isSelfHosted: true))
        return CodeUnit(
            sourceName: name, source: text, functions: unit.functions, globals: unit.globals, hash: unit.hash,
            builtinNumber: number)
    }
}

extension CodeUnit {
    /// Longest callee that is quoted in an error message.
    private static let calleeTextMax = 60

    /// The callee expression around the offset of a call, if it is a plain chain such as `a.b.c`.
    func calleeText(at offset: UInt32) -> String? {
        let window = source.text(SourceRange(start: offset < 200 ? 0 : offset - 200, end: offset))
        let after = source.text(SourceRange(start: offset, end: offset + 200))
        func isWord(_ c: Character) -> Bool { c.isLetter || c.isNumber || c == "_" || c == "$" || c == "#" }
        let tail = after.prefix(while: isWord)
        let head = String(window.reversed().prefix { isWord($0) || $0 == "." || $0 == "?" }.reversed())
        let text = head + tail
        return tail.isEmpty || text.count > CodeUnit.calleeTextMax || text.first == "." ? nil : text
    }
}

extension Program {
    /// Parses and compiles the body of an async function, with `await` and `return` at its top.
    package static func compile(functionBody text: String, name: String) throws(Failure) -> Program {
        try compile(SourceText(text), name: name, kind: .asyncFunctionBody)
    }

    /// Parses and compiles a script.
    package static func compile(script text: String, name: String) throws(Failure) -> Program {
        try compile(SourceText(text), name: name, kind: .script)
    }
}
