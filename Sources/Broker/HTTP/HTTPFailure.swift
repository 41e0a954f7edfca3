internal import HTTPTypes
internal import Hummingbird
internal import JSON
internal import NIOCore
internal import Protocol

/// An answer that is not a success: a status and the body that says why.
struct HTTPFailure: Error {
    let status: HTTPResponse.Status
    let body: ErrorBody
    var headers: HTTPFields = [:]
    /// Whether the connection cannot be used any more, since part of the request was left unread.
    var closesConnection = false

    init(_ status: HTTPResponse.Status, _ code: ErrorCode, _ message: String, headers: HTTPFields = [:]) {
        self.init(status, ErrorBody(code: code, message: message), headers: headers)
    }

    init(_ status: HTTPResponse.Status, _ body: ErrorBody, headers: HTTPFields = [:]) {
        self.status = status
        self.body = body
        self.headers = headers
    }

    /// A request that does not say what the protocol wants.
    init(_ error: ProtocolError) {
        self.init(error.code == .payloadTooLarge ? .contentTooLarge : .badRequest, ErrorBody(error))
    }

    static let unknownSession = HTTPFailure(.notFound, .notFound, "there is no such session")
    static let unknownRoute = HTTPFailure(.notFound, .notFound, "there is no such route")

    static func tooLarge(_ bytesMaximum: Int) -> HTTPFailure {
        var failure = HTTPFailure(
            .contentTooLarge, .payloadTooLarge, "the body is longer than \(bytesMaximum) bytes")
        failure.closesConnection = true
        return failure
    }

    var response: Response {
        var response = Response(json: body.json, status: status)
        response.headers.append(contentsOf: headers)
        if closesConnection { response.headers[.connection] = "close" }
        return response
    }
}

extension Response {
    /// An answer with a JSON body.
    init(json: JSONValue, status: HTTPResponse.Status = .ok) {
        let text = json.description
        self.init(
            status: status, headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
