/// A key that a configuration mapping may hold, and what reading it changes in `Target`.
///
/// The tables of keys are the schema: they decide which keys exist, where each value goes, and what each is called in
/// the environment. Nothing else knows a key's name.
struct ConfigurationKey<Target>: Sendable {
    typealias Reader = @Sendable (inout Target, ConfigurationNode) throws(ConfigurationError) -> Void

    enum Kind: Sendable {
        /// One value; `isList` lets an environment variable give the items separated by commas.
        case value(isList: Bool, Reader)
        /// A mapping with keys of its own.
        case section([ConfigurationKey<Target>])
    }

    let name: String
    let kind: Kind

    static func value(_ name: String, isList: Bool = false, _ read: @escaping Reader) -> Self {
        ConfigurationKey(name: name, kind: .value(isList: isList, read))
    }

    static func section(_ name: String, _ keys: [ConfigurationKey<Target>]) -> Self {
        ConfigurationKey(name: name, kind: .section(keys))
    }

    static func string(_ name: String, _ path: WritableKeyPath<Target, String> & Sendable) -> Self {
        value(name) { (target, node) throws(ConfigurationError) in target[keyPath: path] = try node.string() }
    }

    static func bool(_ name: String, _ path: WritableKeyPath<Target, Bool> & Sendable) -> Self {
        value(name) { (target, node) throws(ConfigurationError) in target[keyPath: path] = try node.bool() }
    }

    static func integer(
        _ name: String, in range: ClosedRange<Int>, _ path: WritableKeyPath<Target, Int> & Sendable
    ) -> Self {
        value(name) { (target, node) throws(ConfigurationError) in
            target[keyPath: path] = try node.integer(in: range)
        }
    }

    /// A whole number of milliseconds; the key's name ends in `Milliseconds`.
    static func milliseconds(
        _ name: String, in range: ClosedRange<Int>, _ path: WritableKeyPath<Target, Duration> & Sendable
    ) -> Self {
        value(name) { (target, node) throws(ConfigurationError) in
            target[keyPath: path] = .milliseconds(try node.integer(in: range))
        }
    }

    /// One of a few words.
    static func choice<Choice: RawRepresentable<String> & CaseIterable & SendableMetatype>(
        _ name: String, _ path: WritableKeyPath<Target, Choice> & Sendable
    ) -> Self {
        value(name) { (target, node) throws(ConfigurationError) in
            target[keyPath: path] = try node.choice()
        }
    }
}

extension ConfigurationNode {
    func choice<Choice: RawRepresentable<String> & CaseIterable>() throws(ConfigurationError) -> Choice {
        let text = try string()
        guard let choice = Choice(rawValue: text) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw ConfigurationError(location, "expected one of \(words), found \"\(text)\"")
        }
        return choice
    }

    /// Reads this mapping into `target` by a table of keys; a key the table does not hold is an error.
    func read<Target>(into target: inout Target, keys: [ConfigurationKey<Target>]) throws(ConfigurationError) {
        for entry in try mapping() {
            guard let key = keys.first(where: { $0.name == entry.key }) else {
                throw ConfigurationError.unknownKey(entry.key, at: entry.keyLocation, among: keys.map(\.name))
            }
            switch key.kind {
            case .value(_, let read): try read(&target, entry.value)
            case .section(let keys): try entry.value.read(into: &target, keys: keys)
            }
        }
    }
}

extension ConfigurationError {
    /// Names the nearest known key, if one is near enough to be a slip of the finger.
    static func unknownKey(
        _ key: String, at location: ConfigurationLocation, among known: [String]
    ) -> ConfigurationError {
        let suggestion =
            nearest(to: key, among: known).map { "did you mean \"\($0)\"?" }
            ?? "known keys are \(known.sorted().joined(separator: ", "))"
        return ConfigurationError(location, "unknown key \"\(key)\"; \(suggestion)")
    }

    /// The candidate with the smallest edit distance, if that is at most a third of the longer name (at least 2).
    static func nearest(to word: String, among candidates: [String]) -> String? {
        candidates
            .map { (name: $0, distance: editDistance(word.lowercased(), $0.lowercased())) }
            .filter { $0.distance <= max(2, max(word.count, $0.name.count) / 3) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
    }

    /// Levenshtein distance, one row at a time; the first argument is cut at 64 characters.
    private static func editDistance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (i, character) in left.prefix(64).enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let substitution = diagonal + (character == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(substitution, row[j] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
