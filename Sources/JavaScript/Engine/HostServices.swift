/// How important a console message is.
package enum ConsoleLevel: String, Sendable, CaseIterable {
    case debug, info, log, warn, error
}

/// What the program may ask the host for while it runs; set by the owner of the execution.
final class HostServices {
    /// Receives what the program prints.
    var output: (String) -> Void = { _ in }
    /// Receives the messages of `console`; without it they go to `output`.
    var console: ((ConsoleLevel, String) -> Void)?
}

extension Execution {
    /// Receives each line that the program prints with `print`.
    package func onPrint(_ body: @escaping (String) -> Void) { services.output = body }

    /// Receives each message of `console`, without a line break at its end.
    package func onConsole(_ body: @escaping (ConsoleLevel, String) -> Void) { services.console = body }
}

extension Realm {
    /// The services of the execution that owns this realm; nil in a realm without an owner.
    var services: HostServices? {
        guard let pointer = control.pointee.services else { return nil }
        return Unmanaged<HostServices>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// A message of `console`.
    func deliver(_ level: ConsoleLevel, _ text: String) {
        guard let services else { return }
        if let console = services.console { console(level, text) } else { services.output(text) }
    }
}
