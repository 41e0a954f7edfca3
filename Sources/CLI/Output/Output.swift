internal import Foundation

/// The two streams of the process, written at once: a pipe gets each line when it is written.
enum Output {
    /// Writes a text, or as much of it as the stream takes.
    ///
    /// - Returns: false if nobody reads the stream any more.
    @discardableResult
    static func write(_ text: String, to stream: FileHandle) -> Bool {
        write(Data(text.utf8), to: stream)
    }

    /// Writes bytes, or as many of them as the stream takes.
    ///
    /// - Returns: false if nobody reads the stream any more.
    @discardableResult
    static func write(_ data: Data, to stream: FileHandle) -> Bool {
        do {
            try stream.write(contentsOf: data)
            return true
        } catch {
            return false
        }
    }

    /// Says something about the command itself.
    static func diagnose(_ message: String) {
        write("enclave: \(ControlStripper.strip(message))\n", to: .standardError)
    }
}
