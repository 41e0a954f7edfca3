/// Bounds of one JSON text, for reading and for writing.
public struct JSONLimits: Hashable, Sendable {
    /// Bytes of UTF-8.
    public var bytesMax: Int
    /// Arrays and objects inside each other.
    public var depthMax: Int
    /// Values of all kinds in the whole text. What is read takes up to about 100 bytes of memory per value.
    public var valuesMax: Int

    /// Limits other than the standard ones.
    public init(bytesMax: Int = 16 << 20, depthMax: Int = 512, valuesMax: Int = 1_000_000) {
        self.bytesMax = bytesMax
        self.depthMax = depthMax
        self.valuesMax = valuesMax
    }

    /// 16 MiB, 512 levels, a million values: the most that one message holds.
    public static let standard = JSONLimits()

    /// For texts that this process itself made: any length, but not deeper than what is read can be taken apart again,
    /// which is recursive.
    public static let anyLength = JSONLimits(bytesMax: .max, valuesMax: .max)

    /// Digits, sign, point and exponent of one number; any binary64 value can be written exactly in fewer.
    static let numberBytesMax = 1100
}
