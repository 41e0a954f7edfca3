internal import Protocol

/// The events of one session on their way to the broker: numbered, and kept for the case that the connection breaks.
///
/// There are no acknowledgements, so after a reconnect everything that is kept is sent again; the broker knows what it has
/// seen by the numbers.
struct SessionOutbox {
    /// Bytes of sent events that are kept.
    static let replayBytesMax = 256 << 10
    /// Bytes of events that wait for a connection.
    static let waitingBytesMax = 8 << 20

    private struct Kept {
        let text: [UInt8]
        var wasSent: Bool
    }

    private var sequence = SequenceCounter()
    private var kept: [Kept] = []
    private var first = 0
    private var sentBytes = 0
    private var waitingBytes = 0

    /// Whether more waits than may.
    var isOverfull: Bool { waitingBytes > Self.waitingBytesMax }

    /// Numbers an event and writes it.
    ///
    /// - Parameter isConnected: whether the text is sent now.
    /// - Throws: for a payload that is too large or too deep for a message; its number is not used.
    mutating func add(
        _ payload: EventPayload, of sessionID: SessionID, isConnected: Bool
    ) throws(ProtocolError) -> [UInt8] {
        var next = sequence
        let event = Event(sessionID: sessionID, sequence: try next.next(), payload: payload)
        let text = try event.json.jsonBytes()
        sequence = next
        kept.append(Kept(text: text, wasSent: isConnected))
        if isConnected {
            sentBytes += text.count
            trim()
        } else {
            waitingBytes += text.count
        }
        return text
    }

    /// Everything that is kept, to be sent over a new connection.
    mutating func resume() -> [[UInt8]] {
        let texts = kept[first...].map(\.text)
        for index in kept.indices where !kept[index].wasSent {
            kept[index].wasSent = true
            sentBytes += kept[index].text.count
        }
        waitingBytes = 0
        trim()
        return texts
    }

    private mutating func trim() {
        while sentBytes > Self.replayBytesMax, first < kept.count, kept[first].wasSent {
            sentBytes -= kept[first].text.count
            kept[first] = Kept(text: [], wasSent: true)
            first += 1
        }
        if first >= 64, first * 2 >= kept.count {
            kept.removeFirst(first)
            first = 0
        }
    }
}
