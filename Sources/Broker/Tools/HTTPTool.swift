internal import AsyncHTTPClient
internal import JSON
internal import Logging
internal import NIOCore
internal import NIOFoundationCompat
internal import NIOHTTP1
internal import Protocol

/// Calls a tool over HTTP by its template.
///
/// What a server answers is as untrusted as a script: it is bounded in bytes and time, secrets that it repeats are
/// taken out, and its words reach the script only where they are about the script's own request (status 4xx).
struct HTTPTool: Sendable {
    /// Most redirects that one call follows.
    private static let redirectsMaximum = 3
    /// Characters of a server's answer that stand in an error.
    private static let excerptLength = 500
    /// Bytes of an answer with a failure status that are read.
    private static let failureBytesMaximum = 16 << 10
    /// First wait before another attempt; doubles each time.
    private static let retryDelay = Duration.milliseconds(200)
    /// Longest time for one attempt; the session's own limits end a call before.
    private static let attemptTimeout = TimeAmount.hours(1)

    let template: HTTPToolTemplate
    let retries: Int
    let client: HTTPToolClient
    let secrets: [String: Secret]
    let clock: any BrokerClock
    /// Bytes of an answer that are read; a session's own limit is checked afterwards.
    let responseBytesMaximum: Int

    func call(_ arguments: JSONValue, _ context: ToolContext) async throws -> JSONValue? {
        guard let arguments = arguments.objectValue else {
            throw ToolFailure(.invalidToolArguments, "the arguments must be an object")
        }
        for name in template.secretNames where secrets[name] == nil {
            throw ToolFailure(.secretError, "the tool lacks a credential")
        }
        let request = try template.request(arguments: arguments) { secrets[$0]?.reveal() ?? "" }
        var attempt = 0
        while true {
            do {
                return try await send(request, context)
            } catch let failure as RetryableFailure where attempt < retries {
                context.logger.info("tool is tried again", metadata: ["reason": "\(failure.reason)"])
                try await clock.sleep(until: clock.now.advanced(by: failure.delay ?? Self.retryDelay * (1 << attempt)))
                attempt += 1
            } catch let failure as RetryableFailure {
                throw failure.failure
            }
        }
    }

    /// A failure that another attempt may mend.
    private struct RetryableFailure: Error {
        let failure: ToolFailure
        /// For the log.
        let reason: String
        /// What the server asked for.
        var delay: Duration?
    }

    private func send(_ request: HTTPToolRequest, _ context: ToolContext) async throws -> JSONValue? {
        var url = request.url
        for _ in 0...Self.redirectsMaximum {
            let response = try await execute(request, url: url, context)
            guard (300..<400).contains(response.status.code), response.status != .notModified else {
                return try await value(of: response, to: request)
            }
            guard template.redirects == .sameOrigin, let target = response.headers.first(name: "location"),
                let next = Redirect.target(target, from: url, origin: request.origin)
            else { throw upstreamFailure(response.status, request, "it redirects elsewhere") }
            url = next
        }
        throw ToolFailure(.executionError, "the tool's server redirects without end")
    }

    private func execute(
        _ request: HTTPToolRequest, url: String, _ context: ToolContext
    ) async throws -> HTTPClientResponse {
        var message = HTTPClientRequest(url: url)
        message.method = HTTPMethod(rawValue: request.method.rawValue)
        message.headers.add(name: "User-Agent", value: "enclave")
        if !request.headers.contains(where: { $0.name.lowercased() == "accept" }) {
            message.headers.add(name: "Accept", value: "application/json")
        }
        for header in request.headers { message.headers.add(name: header.name, value: header.value) }
        if request.method.carriesBody || request.method == .delete {
            message.headers.replaceOrAdd(name: "Idempotency-Key", value: context.idempotencyKey)
        }
        if let body = request.body {
            if !message.headers.contains(name: "content-type") {
                message.headers.add(name: "Content-Type", value: "application/json")
            }
            message.body = .bytes(ByteBuffer(bytes: try body.jsonBytes()))
        }
        guard let client = client.current else {
            throw ToolFailure(.executionError, "the broker is not running")
        }
        do {
            return try await client.execute(message, timeout: Self.attemptTimeout)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            try Task.checkCancellation()
            // The client's errors can name the URL, and with it a secret: only their type goes to the log.
            throw RetryableFailure(
                failure: ToolFailure(.executionError, "the tool's server cannot be reached"),
                reason: "\((error as? HTTPClientError)?.shortDescription ?? String(describing: type(of: error)))")
        }
    }

    private func value(of response: HTTPClientResponse, to request: HTTPToolRequest) async throws -> JSONValue? {
        guard (200..<300).contains(response.status.code) else {
            throw try await failure(of: response, to: request)
        }
        let bytes = try await read(response, upTo: responseBytesMaximum)
        guard let bytes else {
            throw ToolFailure(.toolResultTooLarge, "the server's answer is larger than \(responseBytesMaximum) bytes")
        }
        if bytes.readableBytes == 0 { return nil }
        let value: JSONValue
        if Self.isJSON(response.headers.first(name: "content-type")) {
            do {
                value = try JSONValue.parse(Array(bytes.readableBytesView))
            } catch {
                throw ToolFailure(.invalidToolResult, "the server's answer is no readable JSON: \(error.message)")
            }
        } else if let text = String(validating: bytes.readableBytesView, as: UTF8.self) {
            value = .string(text)
        } else {
            throw ToolFailure(.invalidToolResult, "the server's answer is neither JSON nor text")
        }
        return value.redacting(request.secretTexts)
    }

    /// The body; nil if it is larger than that.
    private func read(_ response: HTTPClientResponse, upTo bytesMaximum: Int) async throws -> ByteBuffer? {
        var bytes = ByteBuffer()
        do {
            for try await part in response.body {
                guard bytes.readableBytes + part.readableBytes <= bytesMaximum else { return nil }
                bytes.writeImmutableBuffer(part)
            }
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            try Task.checkCancellation()
            throw RetryableFailure(
                failure: ToolFailure(.executionError, "the tool's server broke off its answer"), reason: "broken answer"
            )
        }
        return bytes
    }

    private func failure(of response: HTTPClientResponse, to request: HTTPToolRequest) async throws -> any Error {
        var excerpt: String?
        if (400..<500).contains(response.status.code) {
            let bytes = try await read(response, upTo: Self.failureBytesMaximum)
            let text = bytes.flatMap { String(validating: $0.readableBytesView, as: UTF8.self) } ?? ""
            let visible = text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
            excerpt = String(String.UnicodeScalarView(visible.prefix(Self.excerptLength)))
                .redacting(request.secretTexts)
        }
        let failure = upstreamFailure(response.status, request, excerpt)
        switch response.status.code {
        case 429, 502, 503, 504:
            let seconds = response.headers.first(name: "retry-after").flatMap { Int($0) }
            return RetryableFailure(
                failure: failure, reason: "status \(response.status.code)",
                delay: seconds.map { .seconds(min(max($0, 0), 60)) })
        default:
            return failure
        }
    }

    private func upstreamFailure(
        _ status: HTTPResponseStatus, _ request: HTTPToolRequest, _ excerpt: String?
    ) -> ToolFailure {
        let tail = excerpt.flatMap { $0.isEmpty ? nil : ": \($0)" } ?? ""
        return ToolFailure(
            .executionError, "HTTP \(status.code)\(Self.reason(status))\(tail)",
            details: [.upstream(statusCode: Int(status.code), url: request.shownURL)])
    }

    /// The registered reason phrase; a server's own could say anything.
    private static func reason(_ status: HTTPResponseStatus) -> String {
        let phrase = HTTPResponseStatus(statusCode: Int(status.code)).reasonPhrase
        return phrase.isEmpty ? "" : " \(phrase)"
    }

    private static func isJSON(_ contentType: String?) -> Bool {
        let type = (contentType ?? "").prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        return type == "application/json" || type == "text/json" || type.hasSuffix("+json")
    }
}

/// Where a redirect leads.
enum Redirect {
    /// The absolute URL, if it stays at the origin (scheme, host and port).
    static func target(_ location: String, from url: String, origin: String) -> String? {
        guard location.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }) else { return nil }
        let location = location.prefix { $0 != "#" }
        if location.hasPrefix("//") { return nil }
        if location.hasPrefix("/") { return origin + location }
        guard location.hasPrefix(origin) else {
            guard !location.contains(":") else { return nil }
            let path = url.dropFirst(origin.count).prefix { $0 != "?" }
            return origin + (path.lastIndex(of: "/").map { path[...$0] } ?? "/") + location
        }
        let rest = location.dropFirst(origin.count)
        return rest.isEmpty || rest.hasPrefix("/") || rest.hasPrefix("?") ? String(location) : nil
    }
}
