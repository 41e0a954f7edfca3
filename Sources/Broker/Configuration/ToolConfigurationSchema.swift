internal import JSON

/// The keys of one entry of `tools`.
enum ToolConfigurationSchema {
    static let keys: [ConfigurationKey<ToolConfiguration>] = [
        .value("name") { (tool, node) throws(ConfigurationError) in tool.name = try node.toolName() },
        .string("description", \.description),
        .value("input") { (tool, node) throws(ConfigurationError) in tool.input = try node.schema() },
        .value("output") { (tool, node) throws(ConfigurationError) in tool.output = try node.schema() },
        .value("timeoutMilliseconds") { (tool, node) throws(ConfigurationError) in
            tool.timeout = .milliseconds(try node.integer(in: 1...3_600_000))
        },
        .integer("retries", in: 0...10, \.retries),
        .value("rateLimit") { (tool, node) throws(ConfigurationError) in
            var limit = RateLimit()
            try node.read(into: &limit, keys: rateLimitKeys)
            tool.rateLimit = limit
        },
        .value("http") { (tool, node) throws(ConfigurationError) in
            try node.read(into: &tool.http, keys: httpKeys)
            guard !tool.http.url.isEmpty else { throw ConfigurationError(node.location, "needs a url") }
        },
        .value("openapi") { (_, node) throws(ConfigurationError) in
            throw ConfigurationError(
                node.location, "tools from an OpenAPI description are not supported yet; describe the tool with http")
        },
    ]

    private static let rateLimitKeys: [ConfigurationKey<RateLimit>] = [
        .integer("calls", in: 1...1_000_000, \.calls),
        .value("perSeconds") { (limit, node) throws(ConfigurationError) in
            limit.window = .seconds(try node.integer(in: 1...86_400))
        },
    ]

    private static let httpKeys: [ConfigurationKey<HTTPMapping>] = [
        .choice("method", \.method),
        .string("url", \.url),
        .value("query") { (http, node) throws(ConfigurationError) in http.query = try node.textMembers() },
        .value("headers") { (http, node) throws(ConfigurationError) in http.headers = try node.textMembers() },
        .value("body") { (http, node) throws(ConfigurationError) in http.body = node.json() },
        .choice("redirects", \.redirects),
    ]
}

extension ConfigurationNode {
    /// Reads the list of tools; checks what one entry alone cannot: that names differ and templates and schemas compile.
    func tools() throws(ConfigurationError) -> [ToolConfiguration] {
        var tools: [ToolConfiguration] = []
        var names: Set<String> = []
        for item in try sequence() {
            var tool = ToolConfiguration()
            try item.read(into: &tool, keys: ToolConfigurationSchema.keys)
            guard !tool.name.isEmpty else { throw ConfigurationError(item.location, "a tool needs a name") }
            guard !tool.http.url.isEmpty else {
                throw ConfigurationError(item.location, "the tool \"\(tool.name)\" needs http")
            }
            guard names.insert(tool.name).inserted else {
                throw ConfigurationError(item.location, "two tools are called \"\(tool.name)\"")
            }
            do {
                _ = try HTTPToolTemplate(tool.http, input: tool.input)
            } catch {
                throw ConfigurationError(item.location, "the tool \"\(tool.name)\": \(error.message)")
            }
            tools.append(tool)
        }
        return tools
    }

    fileprivate func toolName() throws(ConfigurationError) -> String {
        let name = try string()
        guard ToolName.isValid(name) else { throw ConfigurationError(location, ToolName.rule) }
        return name
    }

    fileprivate func schema() throws(ConfigurationError) -> JSONValue {
        let source = json()
        do {
            _ = try JSONSchema(source)
        } catch {
            throw ConfigurationError(location, error.description)
        }
        return source
    }

    fileprivate func textMembers() throws(ConfigurationError) -> [(name: String, value: String)] {
        var members: [(name: String, value: String)] = []
        for entry in try mapping() { members.append((entry.key, try entry.value.string())) }
        return members
    }

    /// The value as JSON; text without quotes means what the YAML core schema says.
    func json() -> JSONValue {
        switch content {
        case .scalar(let text, let isPlain):
            guard isPlain else { return .string(text) }
            switch Self.plainValue(of: text) {
            case .null: return .null
            case .bool(let value): return .bool(value)
            case .integer(let value): return .integer(value)
            case .number(let value): return .number(value)
            case .text: return .string(text)
            }
        case .sequence(let items):
            return .array(items.map { $0.json() })
        case .mapping(let entries):
            var object = JSONObject()
            for entry in entries { object[entry.key] = entry.value.json() }
            return .object(object)
        }
    }
}
