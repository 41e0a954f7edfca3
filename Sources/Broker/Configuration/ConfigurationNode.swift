private import Yams

/// Where a configuration value was written, for error messages.
enum ConfigurationLocation: Sendable, Hashable, CustomStringConvertible {
    /// A place in a file; line and column count from 1.
    case file(name: String, line: Int, column: Int)
    /// An environment variable, by name.
    case environment(String)

    var description: String {
        switch self {
        case .file(let name, let line, let column): "\(name):\(line):\(column)"
        case .environment(let name): "environment variable \(name)"
        }
    }
}

/// A configuration that cannot be used: where, and what to do about it.
///
/// `description` is one line, fit for a terminal: `enclave.yaml:7:3: unknown key "limit"; did you mean "limits"?`.
public struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// File with line and column, or the environment variable; nil if the error belongs to the whole.
    public let location: String?
    /// What is wrong and what is expected, without the location.
    public let message: String

    init(_ location: ConfigurationLocation?, _ message: String) {
        self.location = location?.description
        self.message = message
    }

    public var description: String {
        location.map { "\($0): \(message)" } ?? message
    }
}

/// One value of a configuration text, with its place. YAML and JSON texts give the same tree.
struct ConfigurationNode: Sendable {
    enum Content: Sendable {
        /// `isPlain` is true for text without quotes, the only kind that can mean a number, a Boolean or null.
        case scalar(String, isPlain: Bool)
        case sequence([ConfigurationNode])
        case mapping([Entry])
    }

    /// A key of a mapping with its value.
    struct Entry: Sendable {
        let key: String
        let keyLocation: ConfigurationLocation
        let value: ConfigurationNode
    }

    let content: Content
    let location: ConfigurationLocation

    /// Deepest nesting of sequences and mappings that is read.
    static let depthMaximum = 64
    /// Most values of one text. YAML's aliases can stand for many.
    static let valuesMaximum = 200_000

    /// Reads a YAML or JSON text; nil if it holds no value at all.
    ///
    /// - Throws: `ConfigurationError` for text that is not YAML, and for more or deeper values than are read.
    static func parse(
        _ text: String, locating: (_ line: Int, _ column: Int) -> ConfigurationLocation
    ) throws(ConfigurationError) -> ConfigurationNode? {
        let root: Node?
        do {
            root = try compose(yaml: text)
        } catch let error as YamlError {
            throw ConfigurationError(error, locating: locating)
        } catch {
            throw ConfigurationError(locating(1, 1), "not readable as YAML or JSON")
        }
        guard let root else { return nil }
        var valuesLeft = valuesMaximum
        return try ConfigurationNode(root, depth: 0, &valuesLeft, locating: locating)
    }

    /// A scalar from outside a file, such as an environment variable's whole text.
    init(plain text: String, location: ConfigurationLocation) {
        content = .scalar(text, isPlain: true)
        self.location = location
    }

    init(_ content: Content, location: ConfigurationLocation) {
        self.content = content
        self.location = location
    }

    private init(
        _ node: Node, depth: Int, _ valuesLeft: inout Int, locating: (Int, Int) -> ConfigurationLocation
    ) throws(ConfigurationError) {
        let location = locating(node.mark?.line ?? 1, node.mark?.column ?? 1)
        valuesLeft -= 1
        guard valuesLeft >= 0 else {
            throw ConfigurationError(location, "holds more than \(Self.valuesMaximum) values")
        }
        guard depth <= Self.depthMaximum else {
            throw ConfigurationError(location, "nested more than \(Self.depthMaximum) levels deep")
        }
        self.location = location
        switch node {
        case .scalar(let scalar):
            content = .scalar(scalar.string, isPlain: scalar.style == .plain || scalar.style == .any)
        case .sequence(let sequence):
            var items: [ConfigurationNode] = []
            for item in sequence {
                items.append(try ConfigurationNode(item, depth: depth + 1, &valuesLeft, locating: locating))
            }
            content = .sequence(items)
        case .mapping(let mapping):
            var entries: [Entry] = []
            for (key, value) in mapping {
                let keyLocation = locating(key.mark?.line ?? 1, key.mark?.column ?? 1)
                guard case .scalar(let name) = key else {
                    throw ConfigurationError(keyLocation, "a key must be text")
                }
                let value = try ConfigurationNode(value, depth: depth + 1, &valuesLeft, locating: locating)
                entries.append(Entry(key: name.string, keyLocation: keyLocation, value: value))
            }
            content = .mapping(entries)
        case .alias:
            throw ConfigurationError(location, "this alias stands for nothing")
        }
    }
}

extension ConfigurationNode {
    /// What this node is, for messages of the form "expected a number, found a list".
    var kind: String {
        switch content {
        case .scalar(let text, let isPlain):
            switch (isPlain, Self.plainValue(of: text)) {
            case (true, .null): "nothing"
            case (true, .bool): "a Boolean"
            case (true, .integer), (true, .number): "a number"
            case (true, .text), (false, _): "text"
            }
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// The meaning of text without quotes in the YAML 1.2 core schema, restricted to what JSON can say.
    enum PlainValue {
        case null
        case bool(Bool)
        case integer(Int)
        case number(Double)
        case text
    }

    static func plainValue(of text: String) -> PlainValue {
        switch text {
        case "", "~", "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default: break
        }
        guard let first = text.utf8.first, first == 0x2D || (0x30...0x39).contains(first) else { return .text }
        if let integer = Int(text) { return .integer(integer) }
        guard text.utf8.allSatisfy({ "+-.eE0123456789".utf8.contains($0) }), let number = Double(text), number.isFinite
        else { return .text }
        return .number(number)
    }

    func string() throws(ConfigurationError) -> String {
        guard case .scalar(let text, let isPlain) = content else { throw mismatch("text") }
        if isPlain, case .null = Self.plainValue(of: text) { throw mismatch("text") }
        return text
    }

    func bool() throws(ConfigurationError) -> Bool {
        guard case .scalar(let text, true) = content, case .bool(let value) = Self.plainValue(of: text) else {
            throw mismatch("true or false")
        }
        return value
    }

    func integer(in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
        guard case .scalar(let text, true) = content, case .integer(let value) = Self.plainValue(of: text) else {
            throw mismatch("a whole number")
        }
        guard range.contains(value) else {
            throw ConfigurationError(
                location, "expected a whole number from \(range.lowerBound) to \(range.upperBound), found \(value)")
        }
        return value
    }

    func sequence() throws(ConfigurationError) -> [ConfigurationNode] {
        guard case .sequence(let items) = content else { throw mismatch("a list") }
        return items
    }

    func mapping() throws(ConfigurationError) -> [Entry] {
        guard case .mapping(let entries) = content else { throw mismatch("a mapping") }
        return entries
    }

    private func mismatch(_ expected: String) -> ConfigurationError {
        ConfigurationError(location, "expected \(expected), found \(kind)")
    }
}

extension ConfigurationError {
    fileprivate init(_ error: YamlError, locating: (Int, Int) -> ConfigurationLocation) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(locating(mark.line, mark.column), "not readable as YAML or JSON: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = duplicates.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
            self.init(locating(context.mark.line, context.mark.column), "key given twice: \(keys)")
        case .reader(let problem, _, _, _):
            self.init(locating(1, 1), "not readable as YAML or JSON: \(problem)")
        default:
            self.init(locating(1, 1), "not readable as YAML or JSON")
        }
    }
}
