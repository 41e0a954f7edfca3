internal import NIOCore
internal import Protocol
internal import SessionStore

/// How events stand in the body of a stream.
enum StreamFormat: Sendable, Equatable {
    /// One event a line.
    case ndjson
    /// For a browser's `EventSource`; `data` is the event, or its payload alone.
    /// https://html.spec.whatwg.org/multipage/server-sent-events.html
    case serverSentEvents(payloadOnly: Bool)

    /// Takes what the client prefers; NDJSON unless it prefers server-sent events.
    ///
    /// - Parameter accept: the request's `Accept`. https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
    init(accept: String?, payloadOnly: Bool) {
        var weights: [String: Double] = [:]
        for range in (accept ?? "").lowercased().split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
            guard let type = parts.first else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            weights[type] = max(weights[type] ?? 0, weight)
        }
        let events = weights["text/event-stream"] ?? 0
        self =
            events > 0 && events >= weights[NDJSON.mediaType] ?? 0 && weights[NDJSON.mediaType] != events
            ? .serverSentEvents(payloadOnly: payloadOnly) : .ndjson
    }

    var mediaType: String {
        switch self {
        case .ndjson: NDJSON.mediaType
        case .serverSentEvents: "text/event-stream"
        }
    }

    /// What stands before the first event.
    var opening: String {
        switch self {
        case .ndjson: ""
        // How long a browser waits before it connects again, in milliseconds.
        case .serverSentEvents: "retry: 1000\n\n"
        }
    }

    /// Adds an event to a batch.
    func write(_ event: StoredEvent, to batch: inout ByteBuffer) {
        switch self {
        case .ndjson:
            batch.writeBytes(event.line)
        case .serverSentEvents(let payloadOnly):
            batch.writeString("id: \(event.sequence)\nevent: \(event.type.rawValue)\ndata: ")
            if payloadOnly, let payload = try? NDJSON.event(event.line.dropLast()).json["payload"] {
                batch.writeString("\(payload)\n")
            } else {
                batch.writeBytes(event.line)
            }
            batch.writeString("\n")
        }
    }
}
