import Foundation
import JSON

/// One line of a corpus: a script, how it was run, and what came of it.
struct Record {
    /// What came of a script.
    enum Outcome: String {
        case allowed
        case blocked
        case limited
        case runtimeError = "runtime_error"
        case toolError = "tool_error"
        case hostThrow = "host_throw"
    }

    let id: String
    let title: String
    let category: String
    /// `enclave` is a whole run, `validate` the validator alone.
    let isWholeRun: Bool
    let preset: String
    let presetOptions: [String: Any]
    let securityLevel: String?
    let config: [String: Any]
    let rules: [[String: Any]]?
    let code: String
    let expected: Outcome
    let expectedLayer: String?
    let expectedCodes: Set<String>
    let acceptable: Set<String>
    /// Whether its configuration holds host functions as source text.
    let needsHostFunctions: Bool

    /// Layers whose verdict is known before anything runs.
    private static let staticLayers: Set<String> = ["ast", "parse", "prescan", "rules", "scoring"]

    /// Whether the guard alone decides.
    var isDecidedByGuard: Bool {
        !isWholeRun || expectedLayer.map(Record.staticLayers.contains) ?? false
    }

    /// Why a line is no record.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// Decodes one line.
    init(line: Data) throws {
        guard let object = try Record.plain(JSONValue(parsing: Array(line))) as? [String: Any] else {
            throw Problem(description: "not an object")
        }
        guard let id = object["id"] as? String, let kind = object["kind"] as? String,
            let expected = object["expected"] as? [String: Any],
            let name = expected["class"] as? String, let outcome = Outcome(rawValue: name)
        else { throw Problem(description: "a record needs id, kind and expected.class") }
        self.id = id
        // A source that is no string cannot be put to us; an absent one is the nearest thing.
        code = object["code"] as? String ?? ""
        self.expected = outcome
        isWholeRun = kind == "enclave"
        title = object["title"] as? String ?? ""
        category = object["category"] as? String ?? ""
        preset = object["preset"] as? String ?? "agentscript"
        presetOptions = object["presetOptions"] as? [String: Any] ?? [:]
        securityLevel = object["securityLevel"] as? String
        config = object["config"] as? [String: Any] ?? [:]
        rules = object["rules"] as? [[String: Any]]
        expectedLayer = expected["layer"] as? String
        expectedCodes = Set(expected["codes"] as? [String] ?? [])
        acceptable = Set(object["acceptable"] as? [String] ?? ["same"])
        needsHostFunctions = object["needsHostFunctions"] as? Bool ?? false
    }

    /// A JSON value as dictionaries, arrays, strings, numbers and truth values.
    private static func plain(_ value: JSONValue) -> Any {
        switch value {
        case .null: NSNull()
        case .bool(let flag): flag
        case .integer(let number): number
        case .number(let number): number == number.rounded() && abs(number) < 1e15 ? Int(number) : number
        case .string(let text): text
        case .array(let elements): elements.map(plain)
        case .object(let members):
            Dictionary(members.map { ($0.key, plain($0.value)) }, uniquingKeysWith: { $1 })
        }
    }
}
