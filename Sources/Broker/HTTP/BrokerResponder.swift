internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Protocol

/// Answers every request: finds the endpoint, runs its route, and sees to it that whatever goes wrong is an answer of the
/// protocol's form.
struct BrokerResponder: HTTPResponder {
    let sessions: SessionRoutes
    let operations: OperationRoutes
    let cors: CORS
    let pathPrefix: String
    let logger: Logger

    func respond(to request: Request, context: BrokerRequestContext) async throws -> Response {
        var response: Response
        do {
            response = try await route(request, context)
        } catch let failure as HTTPFailure {
            response = failure.response
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let id = RandomID.text()
            logger.error(
                "request failed", metadata: ["error": "\(error)", "id": "\(id)", "method": "\(request.method)"])
            response = HTTPFailure(.internalServerError, .internalError, "something went wrong (id \(id))").response
        }
        response.headers.append(contentsOf: cors.fields(origin: request.headers[.origin]))
        return request.method == .head ? response.createHeadResponse() : response
    }

    private func route(_ request: Request, _ context: BrokerRequestContext) async throws -> Response {
        guard let match = Endpoint.match(target: request.head.path ?? "", prefix: pathPrefix) else {
            throw HTTPFailure.unknownRoute
        }
        guard match.endpoint.methods.contains(request.method) else {
            throw HTTPFailure(
                .methodNotAllowed, .methodNotAllowed, "this route takes \(match.endpoint.allow)",
                headers: [.allow: match.endpoint.allow])
        }
        if request.method == .options {
            return Response(status: .noContent, headers: [.allow: match.endpoint.allow])
        }
        switch (match.endpoint, request.method) {
        case (.sessions, .post): return try await sessions.create(request, context)
        case (.sessions, _): return await sessions.list()
        case (.session, .delete): return try await sessions.delete(match.sessionText)
        case (.session, _): return try await sessions.info(match.sessionText)
        case (.sessionStream, _): return try await sessions.stream(match.sessionText, request, context)
        case (.sessionCancel, _): return try await sessions.cancel(match.sessionText, request)
        case (.actions, _): return operations.actions()
        case (.health, _): return await operations.health()
        case (.ready, _): return await operations.ready()
        }
    }
}
