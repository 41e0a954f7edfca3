import Foundation
import Testing

@testable import JavaScriptSyntax

/// The tree of a program that must parse.
func tree(_ text: String, _ kind: ProgramKind = .script, _ options: ParserOptions = ParserOptions()) throws
    -> SyntaxTree
{
    try Parser.parse(SourceText(text), kind: kind, options: options)
}

/// The dump of a program that must parse, without the root, on one line.
func flatDump(_ text: String, _ kind: ProgramKind = .script) throws -> String {
    let lines = try tree(text, kind).dump().split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    return lines.joined(separator: " ")
}

/// The error of a text, or nil if it parses.
func syntaxError(
    _ text: String, _ kind: ProgramKind = .script, _ options: ParserOptions = ParserOptions()
) -> SyntaxError? {
    syntaxError(SourceText(text), kind, options)
}

/// The error of a text, or nil if it parses.
func syntaxError(
    _ source: SourceText, _ kind: ProgramKind = .script, _ options: ParserOptions = ParserOptions()
) -> SyntaxError? {
    do {
        _ = try Parser.parse(source, kind: kind, options: options)
        return nil
    } catch {
        return error
    }
}

/// The programs in `Programs/`: one for each area of the grammar.
struct SampleProgram: CustomTestStringConvertible, Sendable {
    let name: String
    let text: String
    let kind: ProgramKind

    var testDescription: String { name }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Programs")

    /// Every program, in the order of their names.
    static let all: [SampleProgram] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".js") }.sorted().compactMap { file in
            guard let data = FileManager.default.contents(atPath: folder.appendingPathComponent(file).path) else {
                return nil
            }
            let text = String(decoding: data, as: UTF8.self)
            let kinds: [String: ProgramKind] = [
                "script": .script, "module": .module, "asyncFunctionBody": .asyncFunctionBody,
            ]
            let first = text.split(separator: "\n").first.map { $0.dropFirst("// kind: ".count) } ?? ""
            guard let kind = kinds[String(first)] else { return nil }
            return SampleProgram(name: String(file.dropLast(3)), text: text, kind: kind)
        }
    }()
}

/// Small pseudo-random numbers with a fixed seed (xorshift64), so that every run tests the same inputs.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
