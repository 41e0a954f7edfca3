internal import HTTPTypes
internal import Hummingbird
internal import JSON
internal import NIOCore
internal import Protocol
internal import SessionStore

/// The routes under `/sessions`.
struct SessionRoutes: Sendable {
    /// Bytes of a body that cancels.
    private static let cancelBodyBytesMaximum = 64 << 10
    /// Bounds of a filter in a query.
    private static let filterLimits = JSONLimits(bytesMax: 64 << 10, depthMax: 16, valuesMax: 10_000)

    let manager: SessionManager
    let bodyBytesMaximum: Int
    let codeBytesMaximum: Int

    // MARK: POST /sessions

    func create(_ request: Request, _ context: BrokerRequestContext) async throws -> Response {
        guard Self.isJSON(request.headers[.contentType]) else {
            throw HTTPFailure(.badRequest, .invalidRequest, "Content-Type must be application/json")
        }
        let body = try await Self.body(of: request, upTo: bodyBytesMaximum)
        let create: CreateSession
        do {
            create = try CreateSession(
                body: body,
                bounds: CreateSession.Bounds(bodyBytesMax: bodyBytesMaximum, codeBytesMax: codeBytesMaximum))
        } catch {
            throw HTTPFailure(error)
        }
        let client = try await context.client()
        let attachment: ReaderAttachment
        do {
            attachment = try await manager.create(create)
        } catch {
            throw HTTPFailure(error)
        }
        return Self.response(
            EventStreamBody(
                attachment: attachment, channel: context.channel, client: client, filter: create.filter,
                includesHeartbeats: create.includesHeartbeats, format: try Self.format(request)))
    }

    // MARK: GET /sessions/{id}/stream

    func stream(_ text: String, _ request: Request, _ context: BrokerRequestContext) async throws -> Response {
        let query = try QueryItems(target: request.head.path ?? "")
        let filter = try Self.filter(query["filter"])
        let format = try Self.format(request)
        let client = try await context.client()
        let first = Self.firstSequence(query, request.headers)
        guard let id = SessionID(text), let session = await manager.session(id) else {
            throw HTTPFailure.unknownSession
        }
        // A browser connects again after the end of every stream, until it is told that there is no more.
        if format != .ndjson, await session.info().state.isTerminal, first > session.log.summary.lastSequence {
            return Response(status: .noContent)
        }
        let attachment = ReaderAttachment(log: session.log, from: first)
        return Self.response(
            EventStreamBody(
                attachment: attachment, channel: context.channel, client: client, filter: filter,
                includesHeartbeats: true, format: format))
    }

    private static func format(_ request: Request) throws -> StreamFormat {
        let query = try QueryItems(target: request.head.path ?? "")
        return StreamFormat(accept: request.headers[.accept], payloadOnly: query["sseData"] == "payload")
    }

    /// The number of the first event wanted. Of `fromSeq` and `from`, text that is no number from 0 asks for everything.
    private static func firstSequence(_ query: QueryItems, _ headers: HTTPFields) -> Int {
        if let text = query["fromSeq"] ?? query["from"] { return max(0, Int(text) ?? 0) }
        guard let last = headers[.lastEventID].flatMap({ Int($0) }), last >= 0, last < Event.sequenceMax else {
            return 0
        }
        return last + 1
    }

    private static func filter(_ text: String?) throws -> EventFilter? {
        guard let text else { return nil }
        do {
            return try EventFilter(json: JSONValue.parse(Array(text.utf8), limits: filterLimits))
        } catch {
            throw HTTPFailure(error.withCode(.invalidFilter))
        }
    }

    private static func response(_ body: EventStreamBody) -> Response {
        var headers: HTTPFields = [
            .contentType: body.format.mediaType, .cacheControl: "no-cache", .connection: "keep-alive",
            .xSessionID: body.attachment.sessionID.rawValue, .xAccelBuffering: "no",
        ]
        if let oldest = body.attachment.oldestKept { headers[.xReplayFrom] = "\(oldest)" }
        return Response(
            status: .ok, headers: headers, body: ResponseBody { writer in try await body.write(to: &writer) })
    }

    // MARK: The others

    func list() async -> Response {
        Response(json: SessionList(sessions: await manager.list()).json)
    }

    func info(_ text: String) async throws -> Response {
        guard let id = SessionID(text), let session = await manager.session(id) else {
            throw HTTPFailure.unknownSession
        }
        var json = await session.info().json.objectValue ?? [:]
        json["toolCalls"] = .array(session.journal.entries.map(\.json))
        return Response(json: .object(json))
    }

    func delete(_ text: String) async throws -> Response {
        guard let id = SessionID(text), await manager.delete(id) else { throw HTTPFailure.unknownSession }
        return Self.success(id)
    }

    /// The body is read as JSON whatever it calls itself: deployed clients send it as text, so that no preflight is needed.
    func cancel(_ text: String, _ request: Request) async throws -> Response {
        let body = try await Self.body(of: request, upTo: Self.cancelBodyBytesMaximum)
        guard let id = SessionID(text), let session = await manager.session(id) else {
            throw HTTPFailure.unknownSession
        }
        await session.handle(.cancel(reason: CancelRequest(body: body).reason))
        return Self.success(id)
    }

    private static func success(_ id: SessionID) -> Response {
        Response(json: ["success": true, "sessionId": .string(id.rawValue)])
    }

    // MARK: Bodies

    private static func isJSON(_ contentType: String?) -> Bool {
        let type = (contentType ?? "").prefix { $0 != ";" }
        return type.filter { $0 != " " && $0 != "\t" }.lowercased() == "application/json"
    }

    private static func body(of request: Request, upTo bytesMaximum: Int) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > bytesMaximum {
            throw HTTPFailure.tooLarge(bytesMaximum)
        }
        var bytes: [UInt8] = []
        for try await part in request.body {
            guard bytes.count + part.readableBytes <= bytesMaximum else { throw HTTPFailure.tooLarge(bytesMaximum) }
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }
}

extension HTTPField.Name {
    static let lastEventID = literal("Last-Event-ID")
    static let xSessionID = literal("X-Session-ID")
    static let xReplayFrom = literal("X-Replay-From")
    static let xAccelBuffering = literal("X-Accel-Buffering")

    private static func literal(_ text: String) -> Self {
        guard let name = Self(text) else { preconditionFailure("\(text) is no name of a header") }
        return name
    }
}

extension HTTPFailure {
    /// A session that was not admitted.
    fileprivate init(_ error: SessionManager.AdmissionError) {
        switch error {
        case .sessionExists: self.init(.conflict, error.code, error.message)
        case .full: self.init(.serviceUnavailable, error.code, error.message, headers: [.retryAfter: "1"])
        case .shuttingDown: self.init(.serviceUnavailable, error.code, error.message)
        }
    }
}

extension ToolCallJournal.Entry {
    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "callId": .string(callID.rawValue), "toolName": .string(toolName),
            "startedAt": .integer(startedAt.millisecondsSinceEpoch),
        ]
        switch outcome {
        case .started: object["outcome"] = "started"
        case .succeeded: object["outcome"] = "succeeded"
        case .failed(let code):
            object["outcome"] = "failed"
            object["code"] = .string(code.rawValue)
        case .abandoned(let code):
            object["outcome"] = "abandoned"
            object["code"] = .string(code.rawValue)
        }
        return .object(object)
    }
}
