internal import JSON

/// A mapping that cannot be used, in words for the operator.
struct HTTPToolTemplateError: Error, Equatable {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}

/// The compiled form of an `HTTPMapping`: from arguments and secrets to a request, without any I/O.
///
/// Scheme, host and port are the template's own text, so no argument can choose where a request goes. Arguments are
/// percent-encoded; in the path they may neither be empty nor make a `.` or `..` segment, since servers resolve those.
struct HTTPToolTemplate: Sendable {
    let method: HTTPMapping.Method
    let redirects: HTTPMapping.Redirects
    /// Scheme, host and port, such as `https://crm.example.com`.
    let origin: String
    private let path: TextTemplate
    private let query: [(name: String, value: TextTemplate)]
    private let headers: [(name: String, value: TextTemplate)]
    private let body: BodyTemplate?
    /// Arguments that no template names and that travel in the query or the body; nil for all there are.
    private let declared: [String]?
    private let named: Set<String>
    /// Every secret that a request needs.
    let secretNames: Set<String>

    /// Headers that belong to the connection or that the broker sets itself.
    private static let reservedHeaders: Set<String> = [
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "te", "trailer", "expect",
        "idempotency-key",
    ]

    /// - Parameter input: the tool's schema, which declares its arguments.
    init(_ mapping: HTTPMapping, input: JSONValue?) throws(HTTPToolTemplateError) {
        method = mapping.method
        redirects = mapping.redirects
        let url = try Self.split(mapping.url)
        origin = url.origin
        path = try TextTemplate(url.path)
        var query: [(name: String, value: TextTemplate)] = []
        for pair in url.query { query.append((pair.name, try TextTemplate(pair.value))) }
        for pair in mapping.query {
            query.append((PercentEncoding.encoded(pair.name), try TextTemplate(pair.value)))
        }
        self.query = query
        var headers: [(name: String, value: TextTemplate)] = []
        for pair in mapping.headers {
            let value = try TextTemplate(pair.value)
            guard Self.isToken(pair.name) else {
                throw HTTPToolTemplateError("\"\(pair.name)\" is no name of a header")
            }
            guard !Self.reservedHeaders.contains(pair.name.lowercased()) else {
                throw HTTPToolTemplateError("the header \(pair.name) cannot be set")
            }
            headers.append((pair.name, value))
        }
        self.headers = headers
        guard mapping.body == nil || mapping.method.carriesBody else {
            throw HTTPToolTemplateError("a \(mapping.method.rawValue) request has no body")
        }
        body = if let body = mapping.body { try BodyTemplate(body) } else { nil }
        let templates = [path] + query.map(\.value) + headers.map(\.value)
        named = templates.reduce(into: body?.argumentNames ?? []) { $0.formUnion($1.argumentNames) }
        secretNames = templates.reduce(into: []) { $0.formUnion($1.secretNames) }
        declared = input.map { ($0["properties"]?.objectValue?.keys).map(Array.init) ?? [] }
    }

    /// The request for a call.
    ///
    /// - Parameter secret: the text of a secret; called for names in `secretNames` only.
    /// - Throws: `ToolFailure` with code `VALIDATION_ERROR` for arguments that no request can carry.
    func request(arguments: JSONObject, secret: (String) -> String) throws(ToolFailure) -> HTTPToolRequest {
        var secretTexts: Set<String> = []
        func reveal(_ name: String) -> String {
            let text = secret(name)
            secretTexts.insert(text)
            return text
        }
        let rest = JSONObject(
            arguments.filter { member in
                !named.contains(member.key) && (declared?.contains(member.key) ?? true)
            })
        let encoded = { PercentEncoding.encoded(reveal($0)) }
        let path = try expandedPath(arguments, secret: encoded)
        var pairs = expandedQuery(arguments, secret: encoded)
        if !method.carriesBody { pairs += rest.flatMap { Self.queryPairs($0.key, $0.value) } }
        var request = HTTPToolRequest(
            method: method, origin: origin, target: path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")))
        request.shownURL = origin + (try expandedPath(arguments) { "${secrets.\($0)}" })
        for header in headers {
            guard let value = header.value.text(arguments, secret: reveal) else { continue }
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x09 }) else {
                throw ToolFailure(.validationError, "the header \(header.name) cannot hold this argument")
            }
            request.headers.append((header.name, value))
        }
        if method.carriesBody {
            request.body = body?.value(arguments) ?? (body == nil ? .object(rest) : nil)
        }
        request.secretTexts = secretTexts
        return request
    }

    private func expandedPath(_ arguments: JSONObject, secret: (String) -> String) throws(ToolFailure) -> String {
        for part in path.parts {
            guard case .argument(let names) = part else { continue }
            let name = names.joined(separator: ".")
            switch arguments.value(at: names) {
            case nil, .null: throw ToolFailure(.validationError, "the argument \(name) is missing")
            case .string(""): throw ToolFailure(.validationError, "the argument \(name) must not be empty")
            case .array, .object:
                throw ToolFailure(.validationError, "the argument \(name) must not be a list or object")
            default: break
            }
        }
        guard let text = path.text(arguments, encode: PercentEncoding.encoded, secret: secret) else {
            throw ToolFailure(.validationError, "an argument is missing")
        }
        guard !text.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
            throw ToolFailure(.validationError, "an argument makes a path that leads elsewhere")
        }
        return text
    }

    private func expandedQuery(_ arguments: JSONObject, secret: (String) -> String) -> [String] {
        query.flatMap { pair -> [String] in
            if let path = pair.value.soleArgument {
                return arguments.value(at: path).map { Self.queryPairs(encodedName: pair.name, $0) } ?? []
            }
            let value = pair.value.text(arguments, encode: PercentEncoding.encoded, secret: secret)
            return value.map { ["\(pair.name)=\($0)"] } ?? []
        }
    }

    private static func queryPairs(_ name: String, _ value: JSONValue) -> [String] {
        queryPairs(encodedName: PercentEncoding.encoded(name), value)
    }

    /// One pair for a scalar or an object, one per element for an array, none for null.
    private static func queryPairs(encodedName name: String, _ value: JSONValue) -> [String] {
        switch value {
        case .null: []
        case .string(let text): ["\(name)=\(PercentEncoding.encoded(text))"]
        case .array(let items):
            items.flatMap { item -> [String] in
                if case .array = item { return ["\(name)=\(PercentEncoding.encoded(item.description))"] }
                return queryPairs(encodedName: name, item)
            }
        case .bool, .integer, .number, .object: ["\(name)=\(PercentEncoding.encoded(value.description))"]
        }
    }
}

// MARK: - URLs

extension HTTPToolTemplate {
    private struct SplitURL {
        var origin: String
        var path: String
        var query: [(name: String, value: String)]
    }

    /// Splits a URL template into what arguments cannot reach and what they can.
    private static func split(_ url: String) throws(HTTPToolTemplateError) -> SplitURL {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw HTTPToolTemplateError("the url holds characters that must be percent-encoded")
        }
        guard let scheme = ["https://", "http://"].first(where: { url.hasPrefix($0) }) else {
            throw HTTPToolTemplateError("the url must begin with https:// or http://")
        }
        let rest = url.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.isEmpty, !authority.contains(where: { "{}$@\\".contains($0) }) else {
            throw HTTPToolTemplateError("the url must name its host without arguments, secrets or user names")
        }
        var tail = rest.dropFirst(authority.count)
        guard !tail.contains("#") else { throw HTTPToolTemplateError("the url must not have a fragment") }
        var query: [(name: String, value: String)] = []
        if let mark = tail.firstIndex(of: "?") {
            for pair in tail[tail.index(after: mark)...].split(separator: "&") {
                let name = pair.prefix { $0 != "=" }
                guard !name.contains("{") else {
                    throw HTTPToolTemplateError("the name of a query parameter must not be an argument")
                }
                query.append((String(name), String(pair.dropFirst(name.count + 1))))
            }
            tail = tail[..<mark]
        }
        return SplitURL(origin: scheme + authority, path: tail.isEmpty ? "/" : String(tail), query: query)
    }

    /// https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}

/// https://www.rfc-editor.org/rfc/rfc3986#section-2
enum PercentEncoding {
    /// Encodes every byte but the unreserved characters, so that the text is one piece of any part of a URL.
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
            default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Decodes `%XX`, and `+` as a space where that is asked for; nil for a broken escape or text that is not UTF-8.
    static func decoded(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
        var bytes: [UInt8] = []
        var source = text.utf8.makeIterator()
        while let byte = source.next() {
            switch byte {
            case 0x25:
                guard let high = source.next().flatMap(hexValue), let low = source.next().flatMap(hexValue) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case 0x2B where plusIsSpace: bytes.append(0x20)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}

// MARK: - Bodies

/// A JSON value with places for arguments in its strings. A string that is nothing but one place becomes the argument
/// itself, whatever its type; a member whose argument is absent is left out.
struct BodyTemplate: Sendable {
    indirect enum Node: Sendable {
        case constant(JSONValue)
        case text(TextTemplate)
        case array([Node])
        case object([(key: String, value: Node)])
    }

    private let root: Node
    let argumentNames: Set<String>

    init(_ json: JSONValue) throws(HTTPToolTemplateError) {
        var names: Set<String> = []
        root = try Self.compile(json, &names)
        argumentNames = names
    }

    private static func compile(_ json: JSONValue, _ names: inout Set<String>) throws(HTTPToolTemplateError) -> Node {
        switch json {
        case .null, .bool, .integer, .number:
            return .constant(json)
        case .string(let text):
            let template = try TextTemplate(text)
            guard template.secretNames.isEmpty else {
                throw HTTPToolTemplateError("secrets may stand in url, query and headers, not in the body")
            }
            names.formUnion(template.argumentNames)
            return .text(template)
        case .array(let items):
            var nodes: [Node] = []
            for item in items { nodes.append(try compile(item, &names)) }
            return .array(nodes)
        case .object(let members):
            var nodes: [(key: String, value: Node)] = []
            for member in members { nodes.append((member.key, try compile(member.value, &names))) }
            return .object(nodes)
        }
    }

    /// nil if the whole body is an argument that is absent.
    func value(_ arguments: JSONObject) -> JSONValue? {
        Self.value(root, arguments)
    }

    private static func value(_ node: Node, _ arguments: JSONObject) -> JSONValue? {
        switch node {
        case .constant(let value): return value
        case .text(let template):
            if let path = template.soleArgument { return arguments.value(at: path) }
            return template.text(arguments) { _ in "" }.map(JSONValue.string)
        case .array(let nodes): return .array(nodes.map { value($0, arguments) ?? .null })
        case .object(let members):
            var object = JSONObject()
            for member in members { object[member.key] = value(member.value, arguments) }
            return .object(object)
        }
    }
}

extension JSONObject {
    init(_ members: some Sequence<Member>) {
        self.init()
        for member in members { self[member.key] = member.value }
    }
}
