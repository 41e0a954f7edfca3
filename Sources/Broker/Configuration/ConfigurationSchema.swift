internal import Link
internal import Protocol

/// The keys of a broker's configuration: the whole schema, in the order of the documentation.
enum ConfigurationSchema {
    private typealias Key = ConfigurationKey<BrokerConfiguration>

    static let keys: [ConfigurationKey<BrokerConfiguration>] = [
        .value("listen") { (target, node) throws(ConfigurationError) in target.listen = try node.listenAddress() },
        .value("pathPrefix") { (target, node) throws(ConfigurationError) in target.pathPrefix = try node.pathPrefix() },
        .value("allowedOrigins", isList: true) { (target, node) throws(ConfigurationError) in
            target.allowedOrigins = try node.strings()
        },
        .section(
            "security",
            [
                .choice("level", \.security.level),
                .choice("profile", \.security.profile),
            ]),
        .section("limits", sessionLimits),
        .section("broker", brokerLimits),
        .value("runtimes", isList: true) { (target, node) throws(ConfigurationError) in
            target.runtimes = try node.webSocketAddresses()
        },
        .value("routing") { (target, node) throws(ConfigurationError) in target.routing = try node.routingRules() },
        .value("runtimeListen") { (target, node) throws(ConfigurationError) in
            target.runtimeListen = try node.listenAddress()
        },
        .value("runtimeTLS") { (target, node) throws(ConfigurationError) in
            var files = TLSFiles()
            try node.read(into: &files, keys: tlsKeys)
            guard !files.certificate.isEmpty, !files.key.isEmpty, !files.authority.isEmpty else {
                throw ConfigurationError(node.location, "needs certificate, key and authority")
            }
            target.runtimeTLS = files
        },
        .value("tools") { (target, node) throws(ConfigurationError) in target.tools = try node.tools() },
    ]

    private static let sessionLimits: [ConfigurationKey<BrokerConfiguration>] = [
        limit("sessionMilliseconds", in: 1...86_400_000, \.sessionMilliseconds, \.sessionMilliseconds),
        limit("deadlineMilliseconds", in: 0...86_400_000, \.deadlineMilliseconds, \.deadlineMilliseconds),
        limit("toolMilliseconds", in: 1...3_600_000, \.perToolDeadlineMilliseconds, \.perToolDeadlineMilliseconds),
        limit("scriptMilliseconds", in: 1...600_000, \.cpuMilliseconds, \.cpuMilliseconds),
        limit("toolCalls", in: 1...1_000_000, \.toolCallsMax, \.toolCallsMax),
        limit("stdoutBytes", in: 1...(64 << 20), \.stdoutBytesMax, \.stdoutBytesMax),
        limit("toolResultBytes", in: 1...(8 << 20), \.toolResultBytesMax, \.toolResultBytesMax),
        optionalLimit("heapBytes", in: (1 << 20)...(16 << 30), \.heapBytesMax, \.heapBytesMax),
        optionalLimit("fuel", in: 1...9_007_199_254_740_991, \.fuelMax, \.fuelMax),
        .value("heartbeatMilliseconds") { (target, node) throws(ConfigurationError) in
            let range = SessionLimits.heartbeatRange
            let milliseconds = try node.integer(in: 0...range.upperBound)
            guard milliseconds == 0 || range.contains(milliseconds) else {
                throw ConfigurationError(
                    node.location, "expected 0 or a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            target.limits.heartbeatIntervalMilliseconds = milliseconds
        },
        .bool("cancelOnFirstError", \.limits.cancelOnFirstError),
    ]

    private static let brokerLimits: [ConfigurationKey<BrokerConfiguration>] = [
        .integer("sessions", in: 1...1_000_000, \.broker.sessions),
        .integer("connections", in: 1...1_000_000, \.broker.connections),
        .integer("bodyBytes", in: 1_024...(64 << 20), \.broker.bodyBytes),
        .integer("codeBytes", in: 1...(16 << 20), \.broker.codeBytes),
        .integer("historyEvents", in: 16...10_000_000, \.broker.historyEvents),
        .integer("historyBytes", in: (16 << 10)...(4 << 30), \.broker.historyBytes),
        .integer("readerQueueBytes", in: (16 << 10)...(1 << 30), \.broker.readerQueueBytes),
        .milliseconds("retentionMilliseconds", in: 60_000...86_400_000, \.broker.retention),
        .integer("retainedBytes", in: (1 << 20)...(64 << 30), \.broker.retainedBytes),
        .milliseconds("orphanMilliseconds", in: 1_000...86_400_000, \.broker.orphanGrace),
        .milliseconds("runtimeWaitMilliseconds", in: 0...600_000, \.broker.runtimeWait),
        .milliseconds("runtimeGraceMilliseconds", in: 0...600_000, \.broker.runtimeGrace),
        .milliseconds("requestMilliseconds", in: 100...600_000, \.broker.request),
        .milliseconds("idleMilliseconds", in: 1_000...3_600_000, \.broker.idle),
    ]

    fileprivate static let routingKeys: [ConfigurationKey<RoutingRule>] = [
        .value("match") { (rule, node) throws(ConfigurationError) in rule.match = try node.labels() },
        .value("target") { (rule, node) throws(ConfigurationError) in rule.target = try node.labels() },
    ]

    private static let tlsKeys: [ConfigurationKey<TLSFiles>] = [
        .string("certificate", \.certificate),
        .string("key", \.key),
        .string("authority", \.authority),
    ]

    /// A limit that the operator sets is what sessions get, and the most that they can ask for.
    private static func limit(
        _ name: String, in range: ClosedRange<Int>, _ standard: WritableKeyPath<SessionLimits, Int> & Sendable,
        _ maximum: WritableKeyPath<RequestedLimits, Int?> & Sendable
    ) -> Key {
        .value(name) { (target, node) throws(ConfigurationError) in
            let value = try node.integer(in: range)
            target.limits[keyPath: standard] = value
            // 0 stands for "no limit", which caps nothing.
            target.limitMaximums[keyPath: maximum] = value == 0 ? nil : value
        }
    }

    private static func optionalLimit(
        _ name: String, in range: ClosedRange<Int>, _ standard: WritableKeyPath<SessionLimits, Int?> & Sendable,
        _ maximum: WritableKeyPath<RequestedLimits, Int?> & Sendable
    ) -> Key {
        .value(name) { (target, node) throws(ConfigurationError) in
            let value = try node.integer(in: range)
            target.limits[keyPath: standard] = value
            target.limitMaximums[keyPath: maximum] = value
        }
    }
}

extension ConfigurationNode {
    fileprivate func listenAddress() throws(ConfigurationError) -> ListenAddress {
        let text = try string()
        guard let address = ListenAddress(text) else {
            throw ConfigurationError(location, "expected HOST:PORT such as 127.0.0.1:7070, found \"\(text)\"")
        }
        return address
    }

    fileprivate func pathPrefix() throws(ConfigurationError) -> String {
        let text = try string()
        let segments = text.split(separator: "/", omittingEmptySubsequences: false)
        guard
            text.isEmpty
                || (segments.first == "" && segments.dropFirst().allSatisfy { !$0.isEmpty }
                    && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3F && $0 != 0x23 && $0 != 0x25 })
        else {
            throw ConfigurationError(location, "expected a path such as /enclave, without a slash at its end")
        }
        return text
    }

    fileprivate func routingRules() throws(ConfigurationError) -> [RoutingRule] {
        var rules: [RoutingRule] = []
        for item in try sequence() {
            var rule = RoutingRule(match: [:], target: [:])
            try item.read(into: &rule, keys: ConfigurationSchema.routingKeys)
            rules.append(rule)
        }
        return rules
    }

    fileprivate func labels() throws(ConfigurationError) -> [String: String] {
        var labels: [String: String] = [:]
        for entry in try mapping() { labels[entry.key] = try entry.value.string() }
        return labels
    }

    fileprivate func strings() throws(ConfigurationError) -> [String] {
        var texts: [String] = []
        for item in try sequence() { texts.append(try item.string()) }
        return texts
    }

    fileprivate func webSocketAddresses() throws(ConfigurationError) -> [String] {
        var addresses: [String] = []
        for item in try sequence() {
            let text = try item.string()
            guard WebSocketURL(text) != nil else {
                throw ConfigurationError(item.location, "expected ws://HOST:PORT or wss://HOST:PORT, found \"\(text)\"")
            }
            addresses.append(text)
        }
        return addresses
    }
}
