internal import Foundation

/// A script named on the command line: a path, or `-` for standard input.
struct ScriptFile {
    /// Longest accepted script in bytes.
    static let bytesMax = 16 << 20
    private static let chunkBytes = 1 << 16

    /// As it was named.
    let name: String
    let text: String

    init(name: String, text: String) {
        self.name = name
        self.text = text
    }

    /// Reads a script.
    ///
    /// - Throws: a failure that names the path, for what cannot be read, is too long or is not UTF-8.
    init(_ path: String) throws(CommandFailure) {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw CommandFailure("\(path): \(Self.reason(errno))") }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: path != "-")
        var data = Data()
        do {
            while data.count <= Self.bytesMax, let chunk = try handle.read(upToCount: Self.chunkBytes), !chunk.isEmpty {
                data += chunk
            }
        } catch {
            throw CommandFailure("\(path): \(Self.isFolder(path) ? Self.reason(EISDIR) : "cannot be read")")
        }
        guard data.count <= Self.bytesMax else {
            throw CommandFailure("\(path): longer than \(Self.bytesMax) bytes")
        }
        guard let text = String(bytes: data, encoding: .utf8) else { throw CommandFailure("\(path): is not UTF-8") }
        self.init(name: path, text: text)
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// `no such file`, `permission denied`.
    private static func reason(_ number: Int32) -> String {
        guard number != ENOENT else { return "no such file" }
        return strerror(number).map { String(cString: $0).lowercased() } ?? "cannot be read"
    }
}
