public import JSON

extension EventFilter {
    /// Reads a filter: `{mode, rules, alwaysAllow?}`, or the short form `{types?, blockedTypes?}`.
    ///
    /// - Throws: `INVALID_FILTER` with the path of what is wrong.
    public init(json: JSONValue) throws(ProtocolError) {
        let fields = try FieldReader(json, path: "filter", code: .invalidFilter)
        guard fields.object["mode"] != nil || fields.object["rules"] != nil else {
            try self.init(short: fields)
            return
        }
        let mode = try fields.enumeration("mode", Mode.self)
        guard fields.object["rules"]?.arrayValue.map({ $0.count <= Self.rulesMax }) ?? false,
            let rules = try fields.optionalElements("rules", Rule.init)
        else { throw fields.invalid("rules", "an array of at most \(Self.rulesMax) rules") }
        guard rules.reduce(0, { $0 + ($1.content?.patterns.count ?? 0) }) <= Self.patternsMax else {
            throw fields.invalid("rules", "rules of at most \(Self.patternsMax) patterns together")
        }
        self.init(mode: mode, rules: rules)
        if let types = try fields.optionalStrings("alwaysAllow") { alwaysAllow = Set(types) }
        // The step budget of each match is the server's own; the field is only checked.
        _ = try fields.optional("regexTimeoutMs", "a number of at least 0") {
            $0.doubleValue.flatMap { $0 >= 0 ? $0 : nil }
        }
    }

    /// The short form: the listed types, or all, without the blocked ones.
    private init(short fields: FieldReader) throws(ProtocolError) {
        let types = try fields.optionalStrings("types")
        let blocked = Set(try fields.optionalStrings("blockedTypes") ?? [])
        if let types {
            self.init(mode: .include, rules: [Rule(types: Set(types).subtracting(blocked))])
        } else if !blocked.isEmpty {
            self.init(mode: .exclude, rules: [Rule(types: blocked)])
        } else {
            throw fields.invalid("mode", "include or exclude")
        }
    }

    /// The filter in its full form.
    public var json: JSONValue {
        [
            "mode": .string(mode.rawValue), "rules": .array(rules.map(\.json)),
            "alwaysAllow": .strings(alwaysAllow.sorted()),
        ]
    }
}

extension EventFilter.Rule {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        let types = try fields.optionalReader("types")
        self.init(
            types: try types?.strings("types").reduce(into: Set()) { $0.insert($1) },
            content: try fields.optional("content", EventFilter.Content.init))
    }

    fileprivate var json: JSONValue {
        var object = JSONObject()
        object["types"] = types.map { ["types": .strings($0.sorted())] }
        object["content"] = content.map {
            ["patterns": .array($0.patterns.map(\.json)), "match": .string($0.match.rawValue)]
        }
        return .object(object)
    }
}

extension EventFilter.Content {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        guard fields.object["patterns"]?.arrayValue.map({ $0.count <= EventFilter.patternsMax }) ?? false,
            let patterns = try fields.optionalElements("patterns", FilterPattern.init)
        else { throw fields.invalid("patterns", "an array of at most \(EventFilter.patternsMax) patterns") }
        self.init(patterns: patterns, match: try fields.optionalEnumeration("match") ?? .any)
    }
}

extension FilterPattern {
    fileprivate init(_ fields: FieldReader) throws(ProtocolError) {
        let text = try fields.string("pattern")
        guard text.utf16.count <= EventFilter.patternLengthMax else {
            throw fields.invalid("pattern", "at most \(EventFilter.patternLengthMax) characters long")
        }
        let kind = try fields.enumeration("type", Kind.self)
        let field = try fields.optionalString("field")
        let isCaseInsensitive = try fields.optionalBool("caseInsensitive") ?? false
        do {
            try self.init(kind: kind, text: text, field: field, isCaseInsensitive: isCaseInsensitive)
        } catch {
            throw ProtocolError(
                error.reason, error.message, at: .field(fields.path(of: "pattern")), code: error.code)
        }
    }

    fileprivate var json: JSONValue {
        var object: JSONObject = ["type": .string(kind.rawValue), "pattern": .string(text)]
        object["field"] = field.map(JSONValue.string)
        if isCaseInsensitive { object["caseInsensitive"] = true }
        return .object(object)
    }
}
