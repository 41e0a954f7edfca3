internal import Foundation
internal import Logging

extension Logger {
    /// Says nothing.
    static let silent = Logger(label: "enclave") { _ in SwiftLogNoOpLogHandler() }

    /// The log of a command, on standard error, so that standard output is the script's or a program's to read.
    ///
    /// - Parameter standard: what is logged, unless ENCLAVE_LOG_LEVEL says otherwise.
    static func forCommand(_ name: String, standard: Level) -> Logger {
        var logger = Logger(label: "enclave.\(name)") { StreamLogHandler.standardError(label: $0) }
        let asked = ProcessInfo.processInfo.environment["ENCLAVE_LOG_LEVEL"]?.lowercased()
        logger.logLevel = asked.flatMap(Level.init(rawValue:)) ?? standard
        return logger
    }
}
