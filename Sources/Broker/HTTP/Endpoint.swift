internal import HTTPTypes

/// The paths that clients can ask for. This table decides what exists, which methods it takes, and so every 404, 405,
/// `Allow` and preflight answer.
enum Endpoint: Hashable, CaseIterable {
    case sessions
    case session
    case sessionStream
    case sessionCancel
    case actions
    case health
    case ready

    /// The segments of its path; nil stands for a session id.
    private var pattern: [String?] {
        switch self {
        case .sessions: ["sessions"]
        case .session: ["sessions", nil]
        case .sessionStream: ["sessions", nil, "stream"]
        case .sessionCancel: ["sessions", nil, "cancel"]
        case .actions: ["code", "actions"]
        case .health: ["health"]
        case .ready: ["ready"]
        }
    }

    var methods: [HTTPRequest.Method] {
        switch self {
        case .sessions: [.get, .head, .post, .options]
        case .session: [.get, .head, .delete, .options]
        case .sessionStream: [.get, .options]
        case .sessionCancel: [.post, .options]
        case .actions, .health, .ready: [.get, .head, .options]
        }
    }

    var allow: String { methods.map(\.rawValue).joined(separator: ", ") }

    /// A path that exists, and the session id in it as it stands there.
    struct Match: Equatable {
        let endpoint: Endpoint
        var sessionText = ""
    }

    /// Finds the endpoint of a request's path.
    ///
    /// - Parameters:
    ///   - target: the request target: path and query, or a whole URL.
    ///   - prefix: what stands before every path; empty or `/…`.
    static func match(target: String, prefix: String) -> Match? {
        guard let path = path(of: target), path.hasPrefix(prefix) else { return nil }
        var segments = path.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false)
        guard segments.first == "" else { return nil }
        segments.removeFirst()
        if segments.count > 1, segments.last == "" { segments.removeLast() }
        for endpoint in allCases {
            let pattern = endpoint.pattern
            guard pattern.count == segments.count else { continue }
            var match = Match(endpoint: endpoint)
            let isMatch = zip(pattern, segments).allSatisfy { expected, segment in
                guard let expected else {
                    guard let text = PercentEncoding.decoded(segment), !text.isEmpty else { return false }
                    match.sessionText = text
                    return true
                }
                return segment == expected
            }
            if isMatch { return match }
        }
        return nil
    }

    /// The path of a request target in origin or absolute form.
    /// https://www.rfc-editor.org/rfc/rfc9112#section-3.2
    private static func path(of target: String) -> Substring? {
        var rest = target[...]
        for scheme in ["http://", "https://"] where rest.hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count).drop { $0 != "/" && $0 != "?" }
            if !rest.hasPrefix("/") { return "/" }
        }
        guard rest.hasPrefix("/") else { return nil }
        return rest.prefix { $0 != "?" && $0 != "#" }
    }
}

/// The query of a request target: the first value of each name.
struct QueryItems {
    private var values: [String: String] = [:]

    /// - Throws: `HTTPFailure` for a broken percent escape.
    init(target: String) throws(HTTPFailure) {
        guard let mark = target.firstIndex(of: "?") else { return }
        let query = target[target.index(after: mark)...].prefix { $0 != "#" }
        for pair in query.split(separator: "&") {
            let name = pair.prefix { $0 != "=" }
            guard let key = PercentEncoding.decoded(name, plusIsSpace: true),
                let value = PercentEncoding.decoded(pair.dropFirst(name.count + 1), plusIsSpace: true)
            else { throw HTTPFailure(.badRequest, .invalidRequest, "the query holds a broken percent escape") }
            if values[key] == nil { values[key] = value }
        }
    }

    subscript(name: String) -> String? { values[name] }
}
