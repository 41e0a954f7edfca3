internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import Protocol
internal import Synchronization

/// What the rest of the broker knows about a client's connection: whether the client is still there.
final class ClientConnection: Sendable {
    private struct State {
        var isGone = false
        var actions: [Int: @Sendable () -> Void] = [:]
        var nextAction = 0
    }

    private let state = Mutex(State())

    /// Calls the action when the client has closed its side, at once if it has.
    ///
    /// - Returns: what `removeAction` takes.
    func onGone(_ action: @escaping @Sendable () -> Void) -> Int? {
        let id: Int? = state.withLock { state in
            guard !state.isGone else { return nil }
            state.nextAction += 1
            state.actions[state.nextAction] = action
            return state.nextAction
        }
        if id == nil { action() }
        return id
    }

    func removeAction(_ id: Int?) {
        guard let id else { return }
        state.withLock { $0.actions[id] = nil }
    }

    fileprivate func clientLeft() {
        let actions = state.withLock { state in
            state.isGone = true
            defer { state.actions = [:] }
            return Array(state.actions.values)
        }
        for action in actions { action() }
    }
}

/// Guards a connection against clients that are slow, silent, gone or not speaking HTTP.
///
/// The head of a connection's first request and the body of every request have a deadline; time between requests is the
/// server's idle timeout. What is no HTTP is answered in JSON like every other wrong request. A client that has closed its
/// side is noticed without reading on in the request stream, so that the connection can serve another request
/// when the answer is complete.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long sent bytes may stay unacknowledged, or wait for a reader that takes none.
    private static let stallTimeoutMilliseconds = 60_000
    /// `TCP_USER_TIMEOUT` of Linux. https://www.rfc-editor.org/rfc/rfc5482
    private static let tcpUserTimeout = NIOBSDSocket.Option(rawValue: 18)

    let client = ClientConnection()
    private let requestTimeout: TimeAmount
    private let registry: ConnectionRegistry
    private var deadline: Scheduled<Void>?
    /// Answers that are begun or owed.
    private var openRequests = 0
    private var isAnswering = false
    private var closesAfterAnswer = false

    init(requestTimeout: TimeAmount, registry: ConnectionRegistry) {
        self.requestTimeout = requestTimeout
        self.registry = registry
    }

    func handlerAdded(context: ChannelHandlerContext) {
        registry.add(context.channel)
        context.channel.setOption(
            ChannelOptions.Types.SocketOption(level: .tcp, name: Self.tcpUserTimeout),
            value: Self.stallTimeoutMilliseconds
        ).whenFailure { _ in
            // Not a TCP connection: nothing to bound.
        }
        startDeadline(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        registry.remove(context.channel)
        client.clientLeft()
    }

    private func startDeadline(_ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: requestTimeout) {
            context.close(promise: nil)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            openRequests += 1
            startDeadline(context)
            if head.headerFields[.expect]?.lowercased() == "100-continue" {
                context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
            }
        case .body: break
        case .end: deadline?.cancel()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head):
            isAnswering = true
            if head.headerFields[.connection] == "close" { closesAfterAnswer = true }
            context.write(data, promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end:
            isAnswering = false
            openRequests -= 1
            guard closesAfterAnswer else { return context.write(data, promise: promise) }
            context.writeAndFlush(data, promise: promise)
            context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { client.clientLeft() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        client.clientLeft()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError, !isAnswering, openRequests == 0 else {
            return context.close(promise: nil)
        }
        let body = ErrorBody(code: .invalidRequest, message: "the request is not HTTP/1.1")
        let bytes = ByteBuffer(string: body.json.description)
        var head = HTTPResponse(status: .badRequest)
        head.headerFields[.contentType] = "application/json; charset=utf-8"
        head.headerFields[.contentLength] = "\(bytes.readableBytes)"
        head.headerFields[.connection] = "close"
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(bytes)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}

/// The open client connections, for the end of a shutdown.
final class ConnectionRegistry: Sendable {
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    func add(_ channel: any Channel) {
        channels.withLock { $0[ObjectIdentifier(channel)] = channel }
    }

    func remove(_ channel: any Channel) {
        channels.withLock { $0[ObjectIdentifier(channel)] = nil }
    }

    func closeAll() {
        for channel in channels.withLock({ Array($0.values) }) { channel.close(promise: nil) }
    }
}
