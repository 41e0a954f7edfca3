import Foundation
import Link

/// Certificates made for one test run by the `openssl` program, in a folder of their own.
struct Certificates: Sendable {
    static let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first(
        where: FileManager.default.isExecutableFile)

    let folder: URL

    struct Failure: Error {
        let arguments: [String]
    }

    /// Makes two authorities, `ours` and `theirs`.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("link-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["ours", "theirs"] {
            try run([
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=\(name)", "-keyout", path("\(name).key"), "-out", path("\(name).pem"),
            ])
        }
    }

    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    /// A side with a certificate of that name from one authority, which accepts those of `accepting`.
    func side(
        _ name: String, from authority: String = "ours", names: String = "IP:127.0.0.1,DNS:localhost",
        accepting: String = "ours", days: Int = 2
    ) throws -> TransportSecurity {
        let file = "\(name)-\(authority)-\(accepting)-\(UUID().uuidString)"
        try run([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=\(name)",
            "-keyout", path("\(file).key"), "-out", path("\(file).csr"),
        ])
        try "subjectAltName=\(names)\n".write(toFile: path("\(file).ext"), atomically: true, encoding: .utf8)
        try run([
            "x509", "-req", "-in", path("\(file).csr"), "-CA", path("\(authority).pem"), "-CAkey",
            path("\(authority).key"), "-CAcreateserial", "-days", String(days), "-extfile", path("\(file).ext"), "-out",
            path("\(file).pem"),
        ])
        return TransportSecurity(
            certificateFile: path("\(file).pem"), privateKeyFile: path("\(file).key"),
            authorityFile: path("\(accepting).pem"))
    }

    private func path(_ name: String) -> String {
        folder.appendingPathComponent(name).path
    }

    private func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = Self.openssl.map(URL.init(fileURLWithPath:))
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(arguments: arguments) }
    }
}
