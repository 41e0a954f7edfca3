/// Bounds of one run. What exceeds one ends the run, with a code of its own, and the script cannot catch it.
public struct EnclaveLimits: Sendable, Hashable {
    /// Which time `timeout` counts.
    public enum Clock: Sendable, Hashable {
        /// From start to end, time in queues and in tools included.
        case wall
        /// Only while the script itself runs.
        case cpu
    }

    /// Instructions and work of builtins: `FUEL_EXHAUSTED`.
    public var fuel: Int
    /// Live heap bytes: `MEMORY_LIMIT_EXCEEDED`. At least 1 MiB.
    public var heapBytesMax: Int
    /// `EXECUTION_TIMEOUT`.
    public var timeout: Duration
    /// What `timeout` counts.
    public var clock = Clock.wall
    /// The script's own time between two awaits: `EXECUTION_TIMEOUT`; nil for no limit beside `timeout`.
    public var turnTimeout: Duration?
    /// Calls of tools: `MAX_TOOL_CALLS_EXCEEDED`.
    public var toolCallsMax: Int
    /// One call of a tool, which then fails with `TOOL_TIMEOUT`; nil for no limit beside `timeout`.
    public var toolTimeout: Duration?
    /// Bytes of JSON of one call's arguments, and of its result.
    public var toolPayloadBytesMax = 5_242_880
    /// Lines that the script prints: `CONSOLE_LIMIT_EXCEEDED`.
    public var consoleCallsMax: Int
    /// Text that the script prints, in UTF-16 units, line feeds left aside: `CONSOLE_LIMIT_EXCEEDED`.
    public var consoleUnitsMax: Int
    /// Arrays and objects inside each other in the result and in tool arguments: `SERIALIZATION_LIMIT_EXCEEDED`.
    public var valueDepthMax: Int
    /// Elements and members in the whole of the result or of a call's arguments: `SERIALIZATION_LIMIT_EXCEEDED`.
    public var valuePropertiesMax: Int
    /// Bytes of JSON of the result: `SERIALIZATION_LIMIT_EXCEEDED`.
    public var resultBytesMax: Int
    /// UTF-8 bytes of the source text: `VALIDATION_ERROR`.
    public var sourceBytesMax = 500_000

    /// The limits of a security level.
    public init(_ level: SecurityLevel) {
        switch level {
        case .strict:
            self.init(
                fuel: 20_000_000, heapBytesMax: 16 << 20, timeout: .seconds(5), toolCallsMax: 10,
                consoleCallsMax: 100, consoleUnitsMax: 64 << 10, valueDepthMax: 5, valuePropertiesMax: 50)
        case .secure:
            self.init(
                fuel: 100_000_000, heapBytesMax: 32 << 20, timeout: .seconds(15), toolCallsMax: 50,
                consoleCallsMax: 500, consoleUnitsMax: 256 << 10, valueDepthMax: 10, valuePropertiesMax: 100)
        case .standard:
            self.init(
                fuel: 500_000_000, heapBytesMax: 64 << 20, timeout: .seconds(30), toolCallsMax: 100,
                consoleCallsMax: 1_000, consoleUnitsMax: 1 << 20, valueDepthMax: 20, valuePropertiesMax: 500)
        case .permissive:
            self.init(
                fuel: 5_000_000_000, heapBytesMax: 256 << 20, timeout: .seconds(60), toolCallsMax: 1_000,
                consoleCallsMax: 10_000, consoleUnitsMax: 10 << 20, valueDepthMax: 50, valuePropertiesMax: 1_000)
        }
    }

    private init(
        fuel: Int, heapBytesMax: Int, timeout: Duration, toolCallsMax: Int, consoleCallsMax: Int,
        consoleUnitsMax: Int, valueDepthMax: Int, valuePropertiesMax: Int
    ) {
        self.fuel = fuel
        self.heapBytesMax = heapBytesMax
        self.timeout = timeout
        self.toolCallsMax = toolCallsMax
        self.consoleCallsMax = consoleCallsMax
        self.consoleUnitsMax = consoleUnitsMax
        self.valueDepthMax = valueDepthMax
        self.valuePropertiesMax = valuePropertiesMax
        resultBytesMax = min(heapBytesMax, 50_000_000)
    }
}
