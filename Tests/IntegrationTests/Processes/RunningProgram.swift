import Foundation
import Synchronization

/// A program of this package as a process of its own.
///
/// `ENCLAVE_BINARIES` names the folder of the programs, such as that of a release build; by default they are those that
/// were built with the tests.
final class RunningProgram: Sendable {
    /// Lines that are kept for whoever reads them; the oldest go first.
    private static let linesMax = 10_000

    enum Failure: Error {
        /// It ended, or closed its output, before it said what it was to say.
        case ended(String)
    }

    /// Whether the programs are those that users get, with the speed of those.
    static let areReleased = folderVariable != nil

    private static var folderVariable: String? { ProcessInfo.processInfo.environment["ENCLAVE_BINARIES"] }

    private let process = Process()
    private let exit: AsyncStream<Int32>
    /// Standard output, line by line, with standard error if it was asked for.
    let lines: AsyncStream<String>

    /// Starts `name` with these arguments.
    ///
    /// - Parameter mergesErrors: whether standard error is read too; else it is thrown away.
    init(_ name: String, _ arguments: [String], environment: [String: String] = [:], mergesErrors: Bool = false) throws
    {
        let (lines, line) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingNewest(Self.linesMax))
        let (exit, exited) = AsyncStream.makeStream(of: Int32.self)
        self.lines = lines
        self.exit = exit
        let output = Pipe()
        process.executableURL = try Self.folder().appendingPathComponent(name)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("ENCLAVE_") }
            .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = mergesErrors ? output : FileHandle.nullDevice
        let rest = Mutex<[UInt8]>([])
        output.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            rest.withLock { rest in
                rest += data
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    line.yield(String(decoding: rest[..<end], as: UTF8.self))
                    rest.removeSubrange(...end)
                }
            }
            guard data.isEmpty else { return }
            handle.readabilityHandler = nil
            line.finish()
        }
        process.terminationHandler = { process in
            // As a shell says it of a process that a signal ended.
            exited.yield(
                process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus)
            exited.finish()
        }
        try process.run()
    }

    private static func folder() throws -> URL {
        if let folderVariable { return URL(fileURLWithPath: folderVariable) }
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: program).deletingLastPathComponent()
    }

    /// Reads up to the next line that holds this text.
    func line(containing text: String) async throws -> String {
        for await line in lines where line.contains(text) { return line }
        throw Failure.ended(text)
    }

    /// Sends a signal, unless the process is gone.
    func send(_ signal: Int32) {
        if process.isRunning { kill(process.processIdentifier, signal) }
    }

    /// Waits for the end of the process; to be asked once.
    func status() async -> Int32 {
        for await status in exit { return status }
        return -1
    }
}
