internal import HTTPTypes
internal import Hummingbird
internal import Protocol

/// The routes that are about the broker rather than about a session.
struct OperationRoutes: Sendable {
    let manager: SessionManager
    let pool: RuntimePool
    let registry: ToolRegistry
    let clock: any BrokerClock
    let startedAt: ContinuousClock.Instant

    /// GET /code/actions
    func actions() -> Response {
        let catalogue = registry.catalogue
        var response = Response(json: catalogue.json)
        response.headers[.eTag] = "\"\(catalogue.version)\""
        return response
    }

    /// GET /health: the process lives.
    func health() async -> Response {
        let counts = await manager.counts()
        return Response(json: [
            "status": "ok",
            "uptime": .integer(Int(startedAt.duration(to: clock.now).components.seconds)),
            "sessions": ["active": .integer(counts.live), "total": .integer(counts.retained)],
        ])
    }

    /// GET /ready: a session that came now would find a runtime.
    func ready() async -> Response {
        let hasRuntime = await pool.hasRuntime
        let isReady = await !manager.isShuttingDown && hasRuntime
        return Response(
            json: ["status": isReady ? "ready" : "not ready"], status: isReady ? .ok : .serviceUnavailable)
    }
}
