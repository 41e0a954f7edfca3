public import Foundation
internal import Link

extension BrokerConfiguration {
    /// Largest configuration file that is read.
    static let fileBytesMaximum = 16 << 20

    /// Reads a YAML or JSON file, then the environment, whose variables win.
    ///
    /// - Parameters:
    ///   - path: nil for the environment alone.
    ///   - environment: every key has a variable: `limits.toolCalls` is `ENCLAVE_LIMITS_TOOL_CALLS`. Its text is read as
    ///     YAML, so lists and mappings are written `[a, b]` and `{a: 1}`; a list of texts also as `a,b`.
    /// - Throws: `ConfigurationError` with file, line and column, or the variable's name.
    public static func load(
        path: String?, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ConfigurationError) -> BrokerConfiguration {
        guard let path else { return try parse("", fileName: "", environment: environment) }
        return try parse(try readFile(path), fileName: path, environment: environment)
    }

    /// Reads a configuration text as `load(path:environment:)` reads a file's.
    ///
    /// - Parameter fileName: what errors call the text.
    public static func parse(
        _ text: String, fileName: String = "configuration", environment: [String: String] = [:]
    ) throws(ConfigurationError) -> BrokerConfiguration {
        let keys = ConfigurationSchema.keys + credentialKeys(environment)
        var configuration = BrokerConfiguration()
        let root = try ConfigurationNode.parse(text) { .file(name: fileName, line: $0, column: $1) }
        try root?.read(into: &configuration, keys: keys)
        let overrides = EnvironmentOverrides(environment, keys: keys)
        try overrides.apply(to: &configuration)
        configuration.warnings = overrides.warnings
        try configuration.checkSecretReferences()
        try configuration.checkRuntimeChannel()
        return configuration
    }

    private static func readFile(_ path: String) throws(ConfigurationError) -> String {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw ConfigurationError(nil, "\(path): cannot be read")
        }
        let data: Data
        do {
            data = try handle.read(upToCount: fileBytesMaximum + 1) ?? Data()
            try handle.close()
        } catch {
            throw ConfigurationError(nil, "\(path): cannot be read")
        }
        guard data.count <= fileBytesMaximum else {
            throw ConfigurationError(nil, "\(path): larger than \(fileBytesMaximum) bytes")
        }
        guard let text = String(bytes: data, encoding: .utf8) else {
            throw ConfigurationError(nil, "\(path): is not UTF-8")
        }
        return text
    }

    /// The keys whose values come from elsewhere: `{ env: NAME }` or `{ file: PATH }`.
    private static func credentialKeys(_ environment: [String: String]) -> [ConfigurationKey<BrokerConfiguration>] {
        [
            .value("runtimeToken") { (target, node) throws(ConfigurationError) in
                if case .scalar = node.content {
                    target.runtimeToken = Secret(try node.string())
                } else {
                    target.runtimeToken = try secret(node, environment)
                }
            },
            .value("secrets") { (target, node) throws(ConfigurationError) in
                var secrets: [String: Secret] = [:]
                for entry in try node.mapping() {
                    guard SecretName.isValid(entry.key) else {
                        throw ConfigurationError(entry.keyLocation, SecretName.rule)
                    }
                    secrets[entry.key] = try secret(entry.value, environment)
                }
                target.secrets = secrets
            },
        ]
    }

    private struct SecretSource {
        var environmentVariable: String?
        var file: String?
    }

    private static let secretSourceKeys: [ConfigurationKey<SecretSource>] = [
        .value("env") { (source, node) throws(ConfigurationError) in
            source.environmentVariable = try node.string()
        },
        .value("file") { (source, node) throws(ConfigurationError) in source.file = try node.string() },
    ]

    private static func secret(
        _ node: ConfigurationNode, _ environment: [String: String]
    ) throws(ConfigurationError) -> Secret {
        var source = SecretSource()
        try node.read(into: &source, keys: secretSourceKeys)
        switch (source.environmentVariable, source.file) {
        case (let name?, nil):
            guard let text = environment[name], !text.isEmpty else {
                throw ConfigurationError(node.location, "the environment variable \(name) is not set")
            }
            return Secret(text)
        case (nil, let path?):
            let text = try readFile(path).trimmingCharacters(in: .whitespacesAndNewlines)
            guard !text.isEmpty else { throw ConfigurationError(node.location, "\(path): is empty") }
            return Secret(text)
        default:
            throw ConfigurationError(node.location, "expected { env: NAME } or { file: PATH }")
        }
    }

    /// A runtime sees every script and every tool result, so over a network it has to show who it is.
    package func checkRuntimeChannel() throws(ConfigurationError) {
        if let token = runtimeToken, BearerToken(token.reveal()) == nil {
            throw ConfigurationError(
                nil, "runtimeToken must be 1 to \(BearerToken.bytesMax) printable ASCII characters without spaces")
        }
        if let address = runtimeListen, !address.isLoopback, runtimeToken == nil, runtimeTLS == nil {
            throw ConfigurationError(
                nil, "runtimeListen is \(address), which others can reach: set runtimeToken, runtimeTLS or both")
        }
    }

    /// Every `${secrets.NAME}` of a tool must name a secret that is there.
    private func checkSecretReferences() throws(ConfigurationError) {
        for tool in tools {
            let names: Set<String>
            do {
                names = try HTTPToolTemplate(tool.http, input: tool.input).secretNames
            } catch {
                throw ConfigurationError(nil, "the tool \"\(tool.name)\": \(error.message)")
            }
            for name in names.sorted() where secrets[name] == nil {
                throw ConfigurationError(
                    nil, "the tool \"\(tool.name)\" uses the secret \(name), which is not in secrets")
            }
        }
    }
}

/// Values that environment variables give to keys of a configuration.
struct EnvironmentOverrides {
    private static let prefix = "ENCLAVE_"

    private let environment: [String: String]
    private let keys: [ConfigurationKey<BrokerConfiguration>]

    init(_ environment: [String: String], keys: [ConfigurationKey<BrokerConfiguration>]) {
        self.environment = environment
        self.keys = keys
    }

    /// `sessionMilliseconds` → `SESSION_MILLISECONDS`, `runtimeTLS` → `RUNTIME_TLS`.
    static func variableName(for path: [String]) -> String {
        let words = path.map { key in
            var word = ""
            var previousIsLower = false
            for character in key {
                if character.isUppercase, previousIsLower { word.append("_") }
                previousIsLower = !character.isUppercase
                word.append(character.uppercased())
            }
            return word
        }
        return prefix + words.joined(separator: "_")
    }

    /// Sections first, then the keys inside them, so that the more exact variable wins.
    func apply(to configuration: inout BrokerConfiguration) throws(ConfigurationError) {
        try apply(keys, path: [], to: &configuration)
    }

    private func apply(
        _ keys: [ConfigurationKey<BrokerConfiguration>], path: [String], to configuration: inout BrokerConfiguration
    ) throws(ConfigurationError) {
        for key in keys {
            let path = path + [key.name]
            let name = Self.variableName(for: path)
            switch key.kind {
            case .value(let isList, let read):
                guard let text = environment[name] else { continue }
                try read(&configuration, try node(text, variable: name, isList: isList))
            case .section(let keys):
                if let text = environment[name] {
                    try node(text, variable: name, isList: false).read(into: &configuration, keys: keys)
                }
                try apply(keys, path: path, to: &configuration)
            }
        }
    }

    private func node(_ text: String, variable: String, isList: Bool) throws(ConfigurationError) -> ConfigurationNode {
        let location = ConfigurationLocation.environment(variable)
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if trimmed.hasPrefix("{") || trimmed.hasPrefix("[") && !trimmed.hasPrefix("[::") {
            return try ConfigurationNode.parse(text) { _, _ in location }
                ?? ConfigurationNode(plain: "", location: location)
        }
        guard isList else { return ConfigurationNode(plain: trimmed, location: location) }
        let items = trimmed.split(separator: ",").map {
            ConfigurationNode(plain: $0.trimmingCharacters(in: .whitespaces), location: location)
        }
        return ConfigurationNode(.sequence(items), location: location)
    }

    /// Variables that look like a misspelt key. Other parts of the product have variables of their own, so this is no
    /// error.
    var warnings: [String] {
        let known = Self.variableNames(keys, path: [])
        return environment.keys.sorted().compactMap { name in
            guard name.hasPrefix(Self.prefix), !known.contains(name),
                let nearest = ConfigurationError.nearest(to: name, among: known)
            else { return nil }
            return "environment variable \(name) is no key of the configuration; did you mean \(nearest)?"
        }
    }

    private static func variableNames(_ keys: [ConfigurationKey<BrokerConfiguration>], path: [String]) -> [String] {
        keys.flatMap { key in
            let path = path + [key.name]
            let own = [variableName(for: path)]
            guard case .section(let keys) = key.kind else { return own }
            return own + variableNames(keys, path: path)
        }
    }
}
