/// Which events a reader gets.
///
/// A filter acts on one reader's copy of the stream: it changes no numbers and nothing that is stored.
public struct EventFilter: Sendable, Equatable {
    /// What a match of a rule means.
    public enum Mode: String, Sendable, CaseIterable {
        /// Only what a rule matches.
        case include
        /// All but what a rule matches.
        case exclude
    }

    /// Matches an event if both parts do; a part that is missing matches every event.
    public struct Rule: Sendable, Equatable {
        /// Types of event; nil for all.
        public var types: Set<String>?
        /// Patterns over the event; nil for none.
        public var content: Content?

        /// A rule of one or both parts.
        public init(types: Set<String>? = nil, content: Content? = nil) {
            self.types = types
            self.content = content
        }
    }

    /// Patterns over an event's values.
    public struct Content: Sendable, Equatable {
        /// How many of the patterns have to match.
        public enum Match: String, Sendable, CaseIterable {
            case any, all
        }

        /// The patterns; with none, `any` fails and `all` holds.
        public var patterns: [FilterPattern]
        /// How many of the patterns have to match.
        public var match: Match

        /// A content part.
        public init(patterns: [FilterPattern], match: Match = .any) {
            self.patterns = patterns
            self.match = match
        }
    }

    /// Rules of one filter.
    public static let rulesMax = 50
    /// Patterns of all rules together.
    public static let patternsMax = 200
    /// Characters of one pattern.
    public static let patternLengthMax = 500

    /// What a match of a rule means.
    public var mode: Mode
    /// An event is matched if any of them matches.
    public var rules: [Rule]
    /// Types that are sent whatever the rules say.
    public var alwaysAllow: Set<String>

    /// A filter; `session_init` and `final` pass it unless told otherwise.
    public init(mode: Mode, rules: [Rule], alwaysAllow: Set<String> = ["session_init", "final"]) {
        self.mode = mode
        self.rules = rules
        self.alwaysAllow = alwaysAllow
    }

    /// Whether the reader gets the event. Costs a bounded number of steps, whatever the patterns.
    public func allows(_ event: Event) -> Bool {
        let type = event.type.rawValue
        if alwaysAllow.contains(type) { return true }
        let subject = FilterSubject(event)
        let isMatched = rules.contains { rule in
            (rule.types?.contains(type) ?? true) && (rule.content?.matches(subject) ?? true)
        }
        return isMatched == (mode == .include)
    }
}

extension EventFilter.Content {
    fileprivate func matches(_ subject: FilterSubject) -> Bool {
        switch match {
        case .any: patterns.contains { $0.matches(subject) }
        case .all: patterns.allSatisfy { $0.matches(subject) }
        }
    }
}
