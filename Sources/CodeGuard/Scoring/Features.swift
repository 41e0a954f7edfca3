/// One call of a tool, as far as the text shows it.
package struct ToolCallFeature: Sendable, Hashable {
    /// The name, or `<dynamic>`.
    package let toolName: String
    /// What the name says.
    package let traits: ToolNameTraits
    /// Whether the name is a string literal.
    package let isStaticName: Bool
    /// Names of the direct properties of the second argument, if that is an object literal.
    package let argumentKeys: [String]
    /// String values of those properties.
    package let stringLiterals: [String]
    /// Numbers of those properties.
    package let numericLiterals: [Double]
    /// Loops around the call.
    package let loopDepth: Int
    /// Line of the call, from one.
    package let line: Int

    /// Whether the call is in a loop.
    package var isInsideLoop: Bool { loopDepth > 0 }
}

/// What kind of secret a name speaks of.
package enum SensitiveCategory: String, Sendable, Hashable, CaseIterable {
    case authentication
    case pii
    case financial
    case `internal`

    /// What one field of the category adds to the score.
    package var weight: Int {
        switch self {
        case .authentication, .financial: 20
        case .pii: 15
        case .internal: 10
        }
    }
}

/// What layer 3 knows of a program: how it calls tools, and which names it touches. No position, no code.
package struct Features: Sendable, Hashable {
    /// Most calls that are described one by one; all are counted.
    package static let toolCallsMax = 10_000
    /// Most distinct sensitive names that are kept.
    package static let fieldsMax = 1_000

    /// The calls in the order in which they are evaluated: inner calls before outer ones.
    package internal(set) var toolCalls: [ToolCallFeature] = []
    /// All calls.
    package internal(set) var totalToolCalls = 0
    /// Distinct static names of calls in loops.
    package internal(set) var toolsInLoops: [String] = []
    /// Distinct static names.
    package internal(set) var uniqueToolsCount = 0
    /// Deepest loop around any call, of a tool or not.
    package internal(set) var maxLoopNesting = 0
    /// A `for … of` runs over a variable that holds what a tool returned.
    package internal(set) var iteratesOverToolResults = false
    /// Largest page size or count that is asked for.
    package internal(set) var maxLimit = 0.0
    /// Longest string literal in UTF-16 code units.
    package internal(set) var maxStringLength = 0
    /// Distinct sensitive names and strings.
    package internal(set) var fieldsAccessed: [String] = []
    /// What they speak of.
    package internal(set) var categories: [SensitiveCategory] = []
    /// The text's SHA-256 in hexadecimal digits; empty until a gate needs it. Scores are remembered by all of it: 64 bits
    /// would let somebody prepare a harmless text that shares its score with a harmful one.
    var textDigest = ""
    /// Lines of the text.
    package internal(set) var lineCount = 1

    /// The first 16 digits of the text's digest: its name for people and services.
    package var codeHash: String { String(textDigest.prefix(16)) }
    /// Static names in the order of the calls.
    package var toolSequence: [String] { toolCalls.lazy.filter(\.isStaticName).map(\.toolName) }
    /// Calls for each line.
    package var toolCallDensity: Double { Double(totalToolCalls) / Double(max(1, lineCount)) }

    /// How far one run may spread, from 0 to 100.
    package var fanOutRisk: Int {
        let bulk = toolCalls.lazy.filter { $0.traits.meets(.bulk) }.count
        let many = max(0, totalToolCalls - 5)
        return min(100, 15 * toolsInLoops.count + 10 * maxLoopNesting + 3 * many + 15 * bulk)
    }
}
