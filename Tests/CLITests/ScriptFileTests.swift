import Foundation
import Testing

@testable import CLI

@Suite struct ScriptFileTests {
    /// The message that reading a path fails with.
    private func message(_ path: String) -> String? {
        do throws(CommandFailure) {
            _ = try ScriptFile(path)
            return nil
        } catch {
            #expect(error.status == .usage)
            return error.message
        }
    }

    /// Calls `body` with the path of a file that holds these bytes.
    private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
        let path = folder.appendingPathComponent("script-\(UUID().uuidString).js").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    @Test func `a script is read as it stands, under the name it was given`() throws {
        try withFile(Array("return 'é'\r\n".utf8)) { path in
            let script = try ScriptFile(path)
            #expect(script.text == "return 'é'\r\n")
            #expect(script.name == path)
        }
    }

    @Test func `what cannot be read is said in words`() throws {
        #expect(message("no/such/script.js") == "no/such/script.js: no such file")
        #expect(message(FileManager.default.temporaryDirectory.path)?.hasSuffix(": is a directory") == true)
        try withFile([0x61, 0xFF]) { #expect(message($0) == "\($0): is not UTF-8") }
    }

    @Test func `a file without end is given up at the limit`() {
        #expect(message("/dev/zero") == "/dev/zero: longer than \(ScriptFile.bytesMax) bytes")
    }
}
