/// What the program may ask the host for while it runs; set by the owner of the execution.
final class HostServices {
    /// Receives what the program prints.
    var output: (String) -> Void = { _ in }
}

extension Execution {
    /// Receives each line that the program prints with `print`.
    package func onPrint(_ body: @escaping (String) -> Void) { services.output = body }
}

extension Realm {
    /// The services of the execution that owns this realm; nil in a realm without an owner.
    var services: HostServices? {
        guard let pointer = control.pointee.services else { return nil }
        return Unmanaged<HostServices>.fromOpaque(pointer).takeUnretainedValue()
    }
}
