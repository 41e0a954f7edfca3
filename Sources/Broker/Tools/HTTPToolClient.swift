internal import AsyncHTTPClient
internal import Synchronization

/// The HTTP client that tools share. It lives while the broker runs.
final class HTTPToolClient: Sendable {
    private let client = Mutex<HTTPClient?>(nil)

    /// nil while the broker does not run.
    var current: HTTPClient? { client.withLock { $0 } }

    /// Runs an operation with the client there.
    func run<Value>(_ operation: () async throws -> Value) async throws -> Value {
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .tools)
        self.client.withLock { $0 = client }
        let result: Result<Value, any Error>
        do {
            result = .success(try await operation())
        } catch {
            result = .failure(error)
        }
        self.client.withLock { $0 = nil }
        try await client.shutdown()
        return try result.get()
    }
}
