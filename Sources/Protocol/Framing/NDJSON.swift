internal import JSON

/// Events as lines of JSON.
/// https://github.com/ndjson/ndjson-spec
public enum NDJSON {
    /// The media type, without parameters.
    public static let mediaType = "application/x-ndjson"

    /// Lines that are written stay below this, so that every reader takes them.
    public static let writtenLineBytesMax = 8 << 20

    private static let limits = JSONLimits(bytesMax: writtenLineBytesMax - 1)

    /// The event as one line, `\n` included.
    ///
    /// A `final` that is too large becomes a failure with code `SERIALIZATION_LIMIT_EXCEEDED`, for a session has to
    /// end.
    ///
    /// - Throws: `.sizeLimit` or `.depthLimit` for any other event that cannot be written.
    public static func line(_ event: Event) throws(ProtocolError) -> [UInt8] {
        do {
            return try write(event)
        } catch {
            guard case .final(let final) = event.payload else { throw error }
            var smaller = event
            smaller.payload = .final(
                Final(
                    .failure(
                        ErrorInfo(
                            message: "the result cannot be sent: \(error.message)", code: .serializationLimitExceeded)),
                    stats: final.stats))
            return try write(smaller)
        }
    }

    private static func write(_ event: Event) throws(ProtocolError) -> [UInt8] {
        var line = try event.json.jsonBytes(limits: limits)
        line.append(UInt8(ascii: "\n"))
        return line
    }

    /// Reads one line, without its `\n`.
    public static func event(
        _ line: ArraySlice<UInt8>, decoding: EventDecoding = .strict
    ) throws(ProtocolError) -> Event {
        try Event(json: JSONValue.parse(line), decoding: decoding)
    }

    /// Reads a stream of events; skips and reports the lines that are none.
    public struct Decoder: Sendable {
        /// What a line was.
        public enum Item: Sendable, Equatable {
            case event(Event)
            /// Not an event; reading goes on.
            case skipped(ProtocolError)
        }

        private var splitter: LineSplitter
        private let decoding: EventDecoding

        /// A decoder at the start of a stream.
        public init(decoding: EventDecoding = .strict, lineBytesMax: Int = LineSplitter.standardLineBytesMax) {
            splitter = LineSplitter(lineBytesMax: lineBytesMax)
            self.decoding = decoding
        }

        /// Adds what arrived.
        public mutating func append(_ bytes: some Sequence<UInt8>) {
            splitter.append(bytes)
        }

        /// The next line's event; nil if no complete line is there.
        ///
        /// - Throws: `.sizeLimit` for a line that is too long; the connection is then to be dropped.
        public mutating func next() throws(ProtocolError) -> Item? {
            try splitter.next().map(item)
        }

        /// The event of a last line without `\n`, when the stream has ended.
        public mutating func finish() throws(ProtocolError) -> Item? {
            try splitter.finish().map(item)
        }

        private func item(_ line: ArraySlice<UInt8>) -> Item {
            do {
                return .event(try NDJSON.event(line, decoding: decoding))
            } catch {
                return .skipped(error)
            }
        }
    }
}
