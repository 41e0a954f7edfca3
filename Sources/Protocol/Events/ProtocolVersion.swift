/// The version of the event protocol that an event is written in.
public enum ProtocolVersion: Int, Sendable, Comparable, CaseIterable {
    /// Without partial results, progress, deadlines, catalogue changes and `final.errors`.
    case v1 = 1
    case v2 = 2

    /// What is sent where nothing else is asked for.
    public static let current = ProtocolVersion.v2

    public static func < (left: ProtocolVersion, right: ProtocolVersion) -> Bool {
        left.rawValue < right.rawValue
    }
}
