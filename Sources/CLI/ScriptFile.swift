internal import ArgumentParser
internal import Foundation

/// A script named on the command line: a path, or `-` for standard input.
struct ScriptFile {
    /// Longest accepted script in bytes.
    static let bytesMax = 16 << 20

    let name: String
    let text: String

    /// Reads a script.
    ///
    /// - Throws: a `ValidationError` for what cannot be read, is too long or is not UTF-8.
    init(_ path: String) throws {
        name = path
        let data: Data
        do {
            data =
                path == "-"
                ? FileHandle.standardInput.readDataToEndOfFile() : try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw ValidationError("\(path) cannot be read: \(error.localizedDescription)")
        }
        guard data.count <= Self.bytesMax else {
            throw ValidationError("\(path) is longer than \(Self.bytesMax) bytes")
        }
        guard let text = String(data: data, encoding: .utf8) else { throw ValidationError("\(path) is not UTF-8") }
        self.text = text
    }
}
