public import JSON

/// A tool that the configuration describes and the broker calls over HTTP.
public struct ToolConfiguration: Sendable {
    /// `name`: what scripts pass to `callTool`.
    public var name = ""
    /// `description`: for people and for language models.
    public var description = ""
    /// `input`: schema that arguments must fit.
    public var input: JSONValue?
    /// `output`: schema that results must fit.
    public var output: JSONValue?
    /// `timeoutMilliseconds`: instead of the session's time for a tool call.
    public var timeout: Duration?
    /// `retries`: further attempts after a failure to reach the server, or an answer 429, 502, 503 or 504.
    public var retries = 0
    /// `rateLimit`: over all sessions.
    public var rateLimit: RateLimit?
    /// `http`: how the call becomes a request.
    public var http = HTTPMapping()

    public init() {}
}

/// At most `calls` calls in any window of `window`.
public struct RateLimit: Sendable, Hashable {
    /// `rateLimit.calls`.
    public var calls = 1
    /// `rateLimit.perSeconds`.
    public var window = Duration.seconds(1)

    public init() {}

    public init(calls: Int, window: Duration) {
        self.calls = calls
        self.window = window
    }
}

/// How a tool call becomes an HTTP request.
///
/// In `url`, `query`, `headers` and `body`, `{name}` stands for an argument and `{a.b}` for a member of one. In `url`,
/// `query` and `headers`, `${secrets.NAME}` stands for a secret.
public struct HTTPMapping: Sendable {
    /// The methods of HTTP that a tool may be called with.
    public enum Method: String, Sendable, CaseIterable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"

        /// Whether arguments that no template names travel as a JSON body rather than in the query.
        var carriesBody: Bool {
            switch self {
            case .post, .put, .patch: true
            case .get, .head, .delete: false
            }
        }
    }

    /// What happens when the server says that the resource is elsewhere.
    public enum Redirects: String, Sendable, CaseIterable {
        /// An answer that redirects is a failure.
        case none
        /// Followed, three at most, to the same scheme, host and port.
        case sameOrigin
    }

    /// `http.method`.
    public var method = Method.get
    /// `http.url`: absolute, `http` or `https`.
    public var url = ""
    /// `http.query`: templates by parameter name, in order.
    public var query: [(name: String, value: String)] = []
    /// `http.headers`: templates by field name, in order.
    public var headers: [(name: String, value: String)] = []
    /// `http.body`: a template of a JSON value. Without it, declared arguments that no other template names are sent.
    public var body: JSONValue?
    /// `http.redirects`.
    public var redirects = Redirects.none

    public init() {}
}
