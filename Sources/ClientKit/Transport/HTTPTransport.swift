internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Protocol

/// Requests to one broker.
struct HTTPTransport: Sendable {
    typealias Request = HTTPClientRequest

    /// Connections to one broker at a time; each stream that is read holds one.
    private static let connectionsMax = 4_096
    /// For the connection alone.
    private static let connectTime = TimeAmount.seconds(10)
    /// Shorter than a server's, so that a request does not meet a connection that is just being closed.
    private static let idleTime = TimeAmount.seconds(10)
    /// Bytes of an answer's body that says why a request is refused.
    static let refusalBytesMax = 64 << 10

    /// All clients of a process share their connections. It lives as long as the process.
    static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = connectTime
        configuration.connectionPool.idleTimeout = idleTime
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionsMax
        // Who asks decides whether to ask again.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    let broker: BrokerURL
    let headers: [(name: String, value: String)]

    func request(_ method: HTTPMethod, _ url: String, body: [UInt8]? = nil) -> Request {
        var request = HTTPClientRequest(url: url)
        request.method = method
        request.headers.add(name: "Accept", value: NDJSON.mediaType)
        for header in headers { request.headers.replaceOrAdd(name: header.name, value: header.value) }
        if let body {
            request.headers.replaceOrAdd(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        return request
    }

    // MARK: Answers that are no streams

    /// The body of a successful answer, or why there is none.
    func answer(
        to request: Request, bytesMax: Int, clock: any ClientClock, until deadline: ContinuousClock.Instant
    ) async -> Result<[UInt8], ClientError> {
        await withTaskGroup(of: Result<[UInt8], ClientError>?.self) { group in
            group.addTask { await answer(to: request, bytesMax: bytesMax) }
            group.addTask {
                // A sleep that is cut short ends as one that is over.
                try? await clock.sleep(until: deadline)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next().flatMap(\.self) ?? .failure(.unreachable("no answer in time"))
        }
    }

    private func answer(to request: Request, bytesMax: Int) async -> Result<[UInt8], ClientError> {
        do {
            let response = try await Self.client.execute(request, deadline: .distantFuture)
            guard response.isSuccess else { return .failure(.refused(await response.refusal)) }
            return .success(Array(buffer: try await response.body.collect(upTo: bytesMax)))
        } catch {
            return .failure(.unreachable(ConnectionFailure(error, to: broker).message))
        }
    }

    /// Asks for the end of a session, by the newer route or, where a broker does not know it, by deleting it. What comes
    /// of it is seen on the session's stream.
    func cancel(_ id: SessionID, at url: String?, reason: String?) async {
        let body = try? CancelRequest(reason: reason).json.jsonBytes()
        let cancel = request(.POST, url ?? broker.url("/sessions/\(id)/cancel"), body: body)
        guard case .failure(.refused(let refusal)) = await answer(to: cancel, bytesMax: Self.refusalBytesMax),
            refusal.status == 404 || refusal.status == 405
        else { return }
        _ = await answer(to: request(.DELETE, broker.url("/sessions/\(id)")), bytesMax: Self.refusalBytesMax)
    }
}

extension HTTPClientResponse {
    var isSuccess: Bool { 200..<300 ~= status.code }

    /// Why a request was refused, as far as the answer says.
    var refusal: ClientError.Refusal {
        get async {
            // A body that is too long or breaks off says nothing that can be used.
            let body = try? await body.collect(upTo: HTTPTransport.refusalBytesMax)
            let error = body.flatMap { ErrorBody(body: Array(buffer: $0)) }
            return ClientError.Refusal(
                status: Int(status.code), code: error?.code, message: error?.message ?? status.reasonPhrase,
                retryAfter: retryAfter)
        }
    }

    /// The wait that the answer asks for, in its form of seconds.
    /// https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
    private var retryAfter: Duration? {
        headers.first(name: "Retry-After").flatMap { UInt32($0) }.map { .seconds(Int64($0)) }
    }
}
