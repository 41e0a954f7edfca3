/// How JSON is laid out.
public struct JSONFormat: Hashable, Sendable {
    /// Two spaces for each level, one element a line.
    public var isIndented = false
    /// Escapes also what a terminal would obey or not show: C1 controls, line separators, marks that reorder text.
    public var escapesControls = false

    /// On one line, as short as can be.
    public static let compact = JSONFormat()
    /// On one line that may be shown anywhere.
    public static let line = JSONFormat(escapesControls: true)
    /// For people.
    public static let readable = JSONFormat(isIndented: true, escapesControls: true)
}
