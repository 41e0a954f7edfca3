internal import HTTPTypes

/// Which browser pages may read answers.
/// https://fetch.spec.whatwg.org/#http-cors-protocol
struct CORS: Sendable {
    private let allowsAll: Bool
    private let origins: Set<String>

    init(allowedOrigins: [String]) {
        allowsAll = allowedOrigins.contains("*")
        origins = Set(allowedOrigins)
    }

    /// The fields that go with every answer to a request from that origin, preflights included.
    func fields(origin: String?) -> HTTPFields {
        var fields: HTTPFields = [:]
        if allowsAll {
            fields[.accessControlAllowOrigin] = "*"
        } else {
            fields[.vary] = "Origin"
            guard let origin, origins.contains(origin) else { return fields }
            fields[.accessControlAllowOrigin] = origin
        }
        fields[.accessControlAllowMethods] = "GET, POST, DELETE, OPTIONS"
        fields[.accessControlAllowHeaders] = "Content-Type, Accept, Last-Event-ID, Authorization, X-API-Key"
        fields[.accessControlExposeHeaders] = "X-Session-ID, X-Replay-From, Retry-After"
        fields[.accessControlMaxAge] = "86400"
        return fields
    }
}
