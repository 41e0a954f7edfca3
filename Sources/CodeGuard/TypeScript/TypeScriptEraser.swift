import JavaScriptSyntax

/// Turns TypeScript and JSX into JavaScript.
///
/// Types are overwritten with spaces, so that every line and column of the result is the author's. What has a meaning at
/// run time is rewritten in place: enums become objects, parameter properties become assignments, JSX becomes calls of
/// `React.createElement`. Types are not checked. Namespaces with values, decorators, and `import x = require()` are errors.
///
/// Recursive descent over tokens, in one pass; it knows as much of expressions as it takes to find types in them. Where
/// `<` or `:` is ambiguous it tries to read a type and takes the attempt back; all attempts together read at most
/// `speculationFactor` times the text.
package struct TypeScriptEraser {
    /// Why a text has no JavaScript.
    package struct Problem: Error, Hashable, CustomStringConvertible {
        /// In words.
        package let message: String
        /// UTF-8 offset.
        package let offset: Int
        package var description: String { "\(message) at byte \(offset)" }
    }

    /// Deepest nesting of anything.
    package static let depthMax = 200
    /// Bytes that attempts may read, for each byte of the text.
    static let speculationFactor = 20

    var lexer: TypeScriptLexer
    let allowsJSX: Bool
    var edits = SourceEdits()
    /// Ranges that become spaces.
    var blanks: [Range<Int>] = []
    var depth = 0
    var speculationLeft: Int
    /// In the middle of `a ? … : b`, where `(x): y` is no function.
    var isInConsequent = false

    /// The JavaScript of a text, of a file whose name ends in `.ts` or, with JSX, in `.tsx` or `.jsx`.
    package static func erase(_ text: String, allowsJSX: Bool = false) throws(Problem) -> String {
        let bytes = Array(text.utf8)
        var eraser = TypeScriptEraser(bytes, allowsJSX: allowsJSX)
        eraser.lexer.advance()
        while eraser.token.kind != .end { try eraser.statement() }
        var result = bytes
        for blank in eraser.blanks {
            for index in blank where result[index] != 0x0A && result[index] != 0x0D { result[index] = 0x20 }
        }
        return eraser.edits.applied(to: SourceText(utf8: result))
    }

    private init(_ bytes: [UInt8], allowsJSX: Bool) {
        lexer = TypeScriptLexer(bytes)
        self.allowsJSX = allowsJSX
        speculationLeft = bytes.count * TypeScriptEraser.speculationFactor + 1_000
    }

    // MARK: Tokens

    var token: TypeScriptToken { lexer.token }

    mutating func advance() { lexer.advance() }

    func isWord(_ text: StaticString) -> Bool {
        token.kind == .word && matches(token.start, token.end, text)
    }

    private func matches(_ start: Int, _ end: Int, _ text: StaticString) -> Bool {
        guard end - start == text.utf8CodeUnitCount else { return false }
        return lexer.bytes[start..<end].elementsEqual("\(text)".utf8)
    }

    func isPunctuator(_ text: StaticString) -> Bool {
        token.kind == .punctuator && matches(token.start, token.end, text)
    }

    mutating func consume(_ text: StaticString) -> Bool {
        guard isPunctuator(text) else { return false }
        advance()
        return true
    }

    mutating func consumeWord(_ text: StaticString) -> Bool {
        guard isWord(text) else { return false }
        advance()
        return true
    }

    mutating func expect(_ text: StaticString) throws(Problem) {
        if !consume(text) { throw problem("expected `\(text)`") }
    }

    func problem(_ message: String) -> Problem { Problem(message: message, offset: token.start) }

    mutating func enter() throws(Problem) {
        depth += 1
        if depth > TypeScriptEraser.depthMax { throw problem("nested too deeply") }
    }

    /// The text from an offset to the end of the last token.
    func text(from start: Int) -> String {
        String(decoding: lexer.bytes[start..<max(start, lexer.previousEnd)], as: UTF8.self)
    }

    // MARK: Erasing

    /// Overwrites everything from an offset to the end of the last token.
    mutating func blank(from start: Int) { if start < lexer.previousEnd { blanks.append(start..<lexer.previousEnd) } }

    /// Overwrites the current token and moves on.
    mutating func blankToken() {
        blanks.append(token.start..<token.end)
        advance()
    }

    /// A statement of types only: overwritten, with a semicolon left so that its neighbours stay apart.
    mutating func blankStatement(from start: Int) {
        _ = consume(";")
        blank(from: start)
        edits.replace(sourceRange(start..<start + 1), with: ";")
    }

    func sourceRange(_ range: Range<Int>) -> SourceRange {
        SourceRange(
            start: UInt32(truncatingIfNeeded: range.lowerBound), end: UInt32(truncatingIfNeeded: range.upperBound))
    }

    // MARK: Attempts

    /// What it takes to return to a place: changes are only ever added.
    struct Checkpoint {
        fileprivate let token: TypeScriptToken
        fileprivate let previousEnd: Int
        fileprivate let changes: Changes
        fileprivate let depth: Int
        fileprivate let isInConsequent: Bool
    }

    /// How much was changed.
    struct Changes {
        fileprivate let edits: Int
        fileprivate let blanks: Int
    }

    var changes: Changes { Changes(edits: edits.count, blanks: blanks.count) }

    /// Forgets what was changed since.
    mutating func revert(to changes: Changes) {
        edits.truncate(to: changes.edits)
        blanks.removeLast(blanks.count - changes.blanks)
    }

    private var checkpoint: Checkpoint {
        Checkpoint(
            token: lexer.token, previousEnd: lexer.previousEnd, changes: changes, depth: depth,
            isInConsequent: isInConsequent)
    }

    private mutating func restore(_ saved: Checkpoint) {
        lexer.token = saved.token
        lexer.previousEnd = saved.previousEnd
        revert(to: saved.changes)
        depth = saved.depth
        isInConsequent = saved.isInConsequent
    }

    /// Whether what comes after the current token has a property; nothing is consumed.
    mutating func follows(_ test: (inout TypeScriptEraser) -> Bool) -> Bool {
        let saved = checkpoint
        advance()
        let result = test(&self)
        restore(saved)
        return result
    }

    /// Runs `body`; if it fails or returns false, everything is as before.
    mutating func attempt(_ body: (inout TypeScriptEraser) throws(Problem) -> Bool) -> Bool {
        let saved = checkpoint
        do throws(Problem) {
            if try body(&self) { return true }
        } catch {
            // A failed attempt is an answer: the text is read in the other way.
            takeBack(saved)
            return false
        }
        takeBack(saved)
        return false
    }

    private mutating func takeBack(_ saved: Checkpoint) {
        speculationLeft -= max(1, token.start - saved.token.start)
        restore(saved)
    }
}
