import Foundation

/// A Swift file, split into what the compiler runs and what people read.
///
/// Each layer is as long as the file and has its line feeds, with everything that belongs to another layer blanked, so
/// an offset means the same place in all of them. Bytes outside ASCII are blanked to `x` in the code layer: an offset in
/// UTF-16, as regular expressions report it, is then a byte offset.
struct SourceFile: Sendable {
    /// The file itself.
    let file: TextFile
    /// Code, with comments and the insides of string literals and raw identifiers blanked.
    let code: String
    /// The same as bytes.
    let codeBytes: [UInt8]
    /// Comments only.
    let comments: String
    /// The insides of string literals only; the code of an interpolation is in `code`.
    let strings: String

    init(_ file: TextFile) {
        self.file = file
        var lexer = SwiftLayers(file.bytes)
        lexer.run()
        codeBytes = lexer.code
        code = String(decoding: lexer.code, as: UTF8.self)
        comments = String(decoding: lexer.comments, as: UTF8.self)
        strings = String(decoding: lexer.strings, as: UTF8.self)
    }

    init(path: String, text: String) { self.init(TextFile(path: path, text: text)) }

    /// Relative to the root of the repository.
    var path: String { file.path }

    /// The target it belongs to: `JavaScript`, `JavaScriptTests`, `Tools/Opcodes`; empty outside of `Sources` and `Tests`.
    var target: String {
        let folders = file.folders
        guard let first = folders.first else { return "" }
        return first == "Tools" && folders.count > 1 ? "Tools/" + folders[1] : first
    }
}
