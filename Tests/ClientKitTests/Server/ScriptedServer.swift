import JSON
import NIOCore
import NIOPosix
import Protocol
import Synchronization

@testable import ClientKit

/// An HTTP server on loopback whose answers a test writes byte by byte. Each connection carries one request.
struct ScriptedServer: Sendable {
    /// What came.
    struct Request: Sendable {
        let method: String
        /// Path and query.
        let target: String
        let headers: [String: String]
        let body: String

        var path: Substring { target.prefix { $0 != "?" } }
        var query: String { String(target.dropFirst(path.count).dropFirst()) }
    }

    typealias Script = @Sendable (_ number: Int, Request, Connection) async throws -> Void

    let port: Int
    private let requests: Requests

    private final class Requests: Sendable {
        let all = Mutex<[Request]>([])
    }

    /// Hands on what a connection receives.
    private final class Receiver: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let parts: AsyncStream<ByteBuffer>.Continuation

        init(_ parts: AsyncStream<ByteBuffer>.Continuation) {
            self.parts = parts
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            parts.yield(unwrapInboundIn(data))
        }

        func channelInactive(context: ChannelHandlerContext) {
            parts.finish()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }

    /// Every request that came, in order.
    var received: [Request] { requests.all.withLock { $0 } }

    func url(_ prefix: String = "") throws -> BrokerURL {
        guard let url = BrokerURL("http://127.0.0.1:\(port)\(prefix)") else { throw NoURL() }
        return url
    }

    private struct NoURL: Error {}

    /// Serves by the script while `body` runs. The script gets each request with its number, from 0.
    static func run(
        _ script: @escaping Script, while body: @escaping @Sendable (ScriptedServer) async throws -> Void
    ) async throws {
        let (clients, client) = AsyncStream.makeStream(of: (Connection, AsyncStream<ByteBuffer>).self)
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let (parts, part) = AsyncStream.makeStream(of: ByteBuffer.self)
                    try channel.pipeline.syncOperations.addHandler(Receiver(part))
                    client.yield((Connection(channel: channel), parts))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let requests = Requests()
        let server = ScriptedServer(port: listener.localAddress?.port ?? 0, requests: requests)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await withDiscardingTaskGroup { connections in
                    for await (connection, parts) in clients {
                        connections.addTask { await serve(connection, parts, requests, script) }
                    }
                    connections.cancelAll()
                }
            }
            defer {
                listener.close(promise: nil)
                group.cancelAll()
            }
            try await body(server)
        }
    }

    private static func serve(
        _ connection: Connection, _ parts: AsyncStream<ByteBuffer>, _ requests: Requests, _ script: @escaping Script
    ) async {
        await withTaskCancellationHandler {
            if let request = await read(parts) {
                let number = requests.all.withLock { all in
                    all.append(request)
                    return all.count - 1
                }
                // A script that cannot send any more is over.
                try? await script(number, request, connection)
            }
            connection.channel.close(promise: nil)
        } onCancel: {
            connection.channel.close(promise: nil)
        }
    }

    private static func read(_ stream: AsyncStream<ByteBuffer>) async -> Request? {
        var parts = stream.makeAsyncIterator()
        var text = ""
        while !text.contains("\r\n\r\n") {
            guard let part = await parts.next() else { return nil }
            text += String(buffer: part)
        }
        let end = text.firstRange(of: "\r\n\r\n")
        let lines = text[..<(end?.lowerBound ?? text.endIndex)].split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let colon = line.prefix { $0 != ":" }
            headers[colon.lowercased()] = String(line.dropFirst(colon.count + 1).drop { $0 == " " })
        }
        var body = String(text[(end?.upperBound ?? text.endIndex)...])
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while body.utf8.count < length {
            guard let part = await parts.next() else { return nil }
            body += String(buffer: part)
        }
        let words = (lines.first ?? "").split(separator: " ").map(String.init)
        guard words.count == 3 else { return nil }
        return Request(method: words[0], target: words[1], headers: headers, body: body)
    }

    /// The answering side of a connection; it closes when the script returns.
    struct Connection: Sendable {
        fileprivate let channel: any Channel

        func send(_ text: String) async throws {
            try await channel.writeAndFlush(ByteBuffer(string: text)).get()
        }

        /// Begins a stream; its body ends properly only with `endStream`.
        func beginStream(type: String = NDJSON.mediaType) async throws {
            let headers = "Content-Type: \(type)\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n"
            try await send("HTTP/1.1 200 OK\r\n\(headers)\r\n")
        }

        func chunk(_ text: String) async throws {
            try await send("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n")
        }

        func events(_ session: SessionID, _ numbers: ClosedRange<Int>) async throws {
            for number in numbers {
                try await event(session, number, number == 1 ? Self.start : .stdout(chunk: "\(number)"))
            }
        }

        func event(_ session: SessionID, _ number: Int, _ payload: EventPayload) async throws {
            let event = Event(sessionID: session, sequence: number, payload: payload)
            try await chunk(String(decoding: try NDJSON.line(event), as: UTF8.self))
        }

        func final(_ session: SessionID, _ number: Int, _ result: JSONValue? = nil) async throws {
            try await event(session, number, .final(Final(.success(result: result))))
        }

        func endStream() async throws {
            try await send("0\r\n\r\n")
        }

        /// Answers with a status and a JSON body, or another one.
        func answer(_ status: String, _ body: String = "{}", headers: String = "") async throws {
            try await send(
                "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\(headers)\r\n\(body)"
            )
        }

        /// Returns when the other side has closed the connection.
        func untilClosed() async {
            try? await channel.closeFuture.get()
        }

        private static let start = EventPayload.sessionInit(
            SessionInit(cancelURL: "/sessions/s_test/cancel", expiresAt: Timestamp(millisecondsSinceEpoch: 0)))
    }
}
