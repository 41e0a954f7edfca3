internal import JSON

/// One pattern of a filter.
public struct FilterPattern: Sendable, Equatable {
    /// The language of a pattern.
    public enum Kind: String, Sendable, CaseIterable {
        /// The whole value.
        case exact
        /// The beginning of the value.
        case prefix
        /// An ECMAScript regular expression that matches anywhere, without look-around and back-references.
        case regex
        /// A path pattern: `*` and `?` stay within a segment, `**` does not; `[…]` and `{a,b}`; a leading `!` negates.
        case glob
    }

    /// The language of the pattern.
    public let kind: Kind
    /// The pattern as it was given.
    public let text: String
    /// Path from the event, such as `payload.message`; nil for the whole payload.
    public let field: String?
    /// Whether upper and lower case are the same.
    public let isCaseInsensitive: Bool
    private let matcher: Matcher

    private enum Matcher: Sendable {
        case exact(String)
        case prefix(String)
        case program(FilterProgram, isNegated: Bool, unitsMax: Int)
        case never
    }

    /// Regular expressions never match a value of more UTF-16 units than this.
    static let regexUnitsMax = 10_000

    /// Compiles a pattern. A malformed regular expression is accepted and never matches.
    ///
    /// - Throws: `.unsupported` for a regular expression with look-around or back-references, or one too large.
    public init(
        kind: Kind, text: String, field: String? = nil, isCaseInsensitive: Bool = false
    ) throws(ProtocolError) {
        self.kind = kind
        self.text = text
        self.field = field
        self.isCaseInsensitive = isCaseInsensitive
        let folded = isCaseInsensitive && kind != .regex ? text.lowercased() : text
        do {
            switch kind {
            case .exact: matcher = .exact(folded)
            case .prefix: matcher = .prefix(folded)
            case .regex:
                let program = try FilterProgram(regex: folded, ignoresCase: isCaseInsensitive)
                matcher = .program(program, isNegated: false, unitsMax: Self.regexUnitsMax)
            case .glob:
                let isNegated = folded.hasExactPrefix("!")
                matcher =
                    folded.hasExactPrefix("#")
                    ? .never
                    : .program(
                        try FilterProgram(glob: isNegated ? String(folded.dropFirst()) : folded), isNegated: isNegated,
                        unitsMax: .max)
            }
        } catch {
            switch error {
            case .malformed: matcher = .never
            case .unsupported(let what):
                throw ProtocolError(
                    .unsupported, "the pattern uses \(what), which filters do not support", at: .field("pattern"),
                    code: .invalidFilter)
            }
        }
    }

    public static func == (left: FilterPattern, right: FilterPattern) -> Bool {
        left.kind == right.kind && left.text == right.text && left.field == right.field
            && left.isCaseInsensitive == right.isCaseInsensitive
    }

    /// Whether the value at the pattern's field matches; false also once the subject's steps are used up.
    func matches(_ subject: FilterSubject) -> Bool {
        guard var value = subject.text(at: field) else { return false }
        if isCaseInsensitive { value = value.lowercased() }
        switch matcher {
        case .exact(let text): return ExactText(value) == ExactText(text)
        case .prefix(let text): return value.hasExactPrefix(text)
        case .program(let program, let isNegated, let unitsMax):
            // A unit takes at least one byte, at most three.
            guard value.utf8.count / 3 <= unitsMax, value.utf16.count <= unitsMax,
                let isMatch = program.matches(Array(value.utf16), steps: &subject.stepsLeft)
            else { return false }
            return isMatch != isNegated
        case .never: return false
        }
    }
}

/// The event a filter looks at, with the text of its fields.
final class FilterSubject {
    /// Steps of all regular expressions and globs of one filter over one event, some 10 ms of work.
    static let stepsMax = 2_000_000

    var stepsLeft = FilterSubject.stepsMax
    private let event: Event
    private lazy var json = event.json
    private lazy var payloadText = json["payload"].flatMap(Self.text)

    init(_ event: Event) {
        self.event = event
    }

    /// The text of the value at a path, or of the payload; nil if nothing is there.
    func text(at field: String?) -> String? {
        guard let field else { return payloadText }
        var value = json
        for part in field.split(separator: ".", omittingEmptySubsequences: false) {
            switch value {
            case .object(let object):
                guard let member = object[String(part)] else { return nil }
                value = member
            case .array(let elements):
                guard let index = Int(part), elements.indices.contains(index) else { return nil }
                value = elements[index]
            default: return nil
            }
        }
        return Self.text(value)
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .null: ""
        default: try? value.jsonText()
        }
    }
}
