internal import AsyncHTTPClient
internal import NIOCore
internal import Protocol

/// Sends one request and hands its answer to a follower, part by part, as fast as the follower takes it.
struct ResponsePump: Sendable {
    let transport: HTTPTransport
    let request: HTTPTransport.Request
    let inbox: Inbox

    /// Works until the answer is complete; cancelling the task closes the connection.
    func run() async {
        do {
            let response = try await HTTPTransport.client.execute(request, deadline: .distantFuture)
            guard response.isSuccess else {
                _ = await inbox.put(.refused(await response.refusal))
                return
            }
            guard Self.isStream(response) else {
                let type = response.headers.first(name: "Content-Type") ?? ""
                _ = await inbox.put(.malformed("its type is \(type.prefix(100))"))
                return
            }
            guard await inbox.put(.opened) else { return }
            for try await part in response.body {
                guard await inbox.put(.part(part)) else { return }
            }
            _ = await inbox.put(.ended)
        } catch {
            _ = await inbox.put(.broken(ConnectionFailure(error, to: transport.broker)))
        }
    }

    /// An answer that names no type is given the benefit of the doubt.
    private static func isStream(_ response: HTTPClientResponse) -> Bool {
        guard let type = response.headers.first(name: "Content-Type") else { return true }
        return type.lowercased().hasPrefix(NDJSON.mediaType)
    }
}
