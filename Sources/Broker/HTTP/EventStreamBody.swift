internal import Hummingbird
internal import NIOCore
internal import Protocol
internal import SessionStore

/// The body of a stream: a session's events as NDJSON until the session ends.
///
/// A write returns before the connection's event loop has seen the bytes, so a fast session would fill memory for a slow
/// reader. Lines therefore go out in batches, and after each batch the body waits until the event loop has taken it; from
/// then on the connection's own back-pressure holds the next write. What queues up meanwhile is bounded by the
/// reader, and a reader that falls too far behind loses its connection, never the session.
struct EventStreamBody: Sendable {
    /// Bytes of lines after which a batch goes out.
    private static let batchBytesMaximum = 16 << 10

    let attachment: ReaderAttachment
    let channel: any Channel
    let client: ClientConnection
    let filter: EventFilter?
    let includesHeartbeats: Bool
    let format: StreamFormat

    func write(to writer: inout any ResponseBodyWriter) async throws {
        let reader = attachment.reader
        let action = client.onGone { reader.close() }
        defer {
            client.removeAction(action)
            attachment.close()
        }
        reader.onOverflow { [channel] in channel.close(promise: nil) }
        if !format.opening.isEmpty { try await writer.write(ByteBuffer(string: format.opening)) }
        while true {
            switch await reader.next(bytesMax: Self.batchBytesMaximum) {
            case .events(let events):
                try await write(events, to: &writer)
            case .ended:
                return try await writer.finish(nil)
            case .overflowed, .closed:
                // The body is cut, not ended: the client must not take it for the whole stream.
                channel.close(promise: nil)
                throw CancellationError()
            }
        }
    }

    private func write(_ events: [StoredEvent], to writer: inout any ResponseBodyWriter) async throws {
        var batch = ByteBuffer()
        for event in events where isWanted(event) { format.write(event, to: &batch) }
        while let piece = batch.readSlice(length: min(batch.readableBytes, Self.batchBytesMaximum)),
            piece.readableBytes > 0
        {
            try await writer.write(piece)
            try await channel.eventLoop.submit {}.get()
        }
    }

    private func isWanted(_ event: StoredEvent) -> Bool {
        guard includesHeartbeats || event.type != .heartbeat else { return false }
        guard let filter else { return true }
        if filter.alwaysAllow.contains(event.type.rawValue) { return true }
        do {
            return filter.allows(try NDJSON.event(event.line.dropLast()))
        } catch {
            // The broker wrote the line itself; a reader rather gets one too many than one too few.
            return true
        }
    }
}
