public import JSON

/// What a run came to.
public struct ExecutionResult: Sendable, Hashable {
    /// What a run used.
    public struct Stats: Sendable, Hashable {
        /// From the call of `run` to the end.
        public var duration = Duration.zero
        /// Tool calls that were made; refused ones left aside.
        public var toolCallCount = 0
        /// Instructions and work of builtins.
        public var fuelUsed = 0
        /// The most heap bytes at one time.
        public var heapBytesPeak = 0
        /// Lines that the script printed.
        public var consoleCallCount = 0
        /// UTF-8 bytes that the script printed, line feeds included.
        public var consoleByteCount = 0
    }

    /// How a run ended.
    public enum Outcome: Sendable, Hashable {
        /// The returned value as JSON text; nil where the script returned nothing.
        case success(json: String?)
        case failure(ExecutionError)
    }

    /// How the run ended.
    public let outcome: Outcome
    /// What it used.
    public let stats: Stats

    /// Whether the script came to its end.
    public var success: Bool { if case .success = outcome { true } else { false } }

    /// Why the run failed; nil if it did not.
    public var error: ExecutionError? { if case .failure(let error) = outcome { error } else { nil } }

    /// The returned value; nil where the script returned nothing, or failed.
    public var value: JSONValue? {
        guard case .success(let json?) = outcome else { return nil }
        do {
            return try JSONValue(parsing: json, limits: .anyLength)
        } catch {
            // Only nesting beyond the reader's own bound comes here.
            return .string(json)
        }
    }
}
