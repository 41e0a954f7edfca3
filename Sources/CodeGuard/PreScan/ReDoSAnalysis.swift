/// How closely a pattern is examined.
package enum ReDoSLevel: String, Sendable, Hashable {
    /// Exponential backtracking only.
    case catastrophic
    /// Polynomial backtracking too.
    case polynomial
}

/// Judges the shape of a regular expression for catastrophic backtracking, by text alone.
///
/// The shapes and scores are those of the reference system. Only the first `unitsMax` code units are examined, and each
/// shape is matched within fixed distances, so a judgement takes a bounded time.
package struct ReDoSAnalysis: Sendable, Hashable {
    /// Which shape was found.
    package enum Kind: String, Sendable, Hashable {
        case nestedQuantifier = "nested_quantifier"
        case repetitionInStar = "repetition_in_star"
        case starInRepetition = "star_in_repetition"
        case overlappingAlternation = "overlapping_alternation"
        case multipleGreedy = "multiple_greedy"
        case greedyBacktracking = "greedy_backtracking"
        case overlappingClasses = "overlapping_classes"

        /// Why the shape is dangerous.
        package var explanation: String {
            switch self {
            case .nestedQuantifier: "Nested quantifiers cause exponential backtracking"
            case .repetitionInStar: "An open repetition inside a quantified group causes exponential backtracking"
            case .starInRepetition: "A quantifier inside a repeated group causes exponential backtracking"
            case .overlappingAlternation: "Alternatives that begin alike can each match the same text"
            case .multipleGreedy: "Several greedy wildcards cause polynomial backtracking"
            case .greedyBacktracking: "A greedy wildcard inside a quantified group causes heavy backtracking"
            case .overlappingClasses: "Adjacent quantified classes can divide the same text in many ways"
            }
        }
    }

    /// Code units of a pattern that are examined.
    package static let unitsMax = 500
    /// Score from which a pattern is refused.
    package static let blockThreshold = 80
    /// Score from which a pattern is reported.
    package static let warnThreshold = 50

    /// From 0 to 100.
    package private(set) var score = 0
    /// The shape with the highest score.
    package private(set) var kind: Kind?

    /// Whether the pattern is worth a report.
    package var isVulnerable: Bool { score >= ReDoSAnalysis.warnThreshold }

    private let text: [UInt16]

    /// Judges a pattern.
    package init(_ pattern: some Sequence<UInt16>, level: ReDoSLevel) {
        text = Array(pattern.prefix(ReDoSAnalysis.unitsMax))
        examineGroups(level)
        if level == .polynomial {
            if hasRepeatedWildcard { note(.multipleGreedy, 70) }
            if hasAdjacentClasses { note(.overlappingClasses, 50) }
        }
    }

    private mutating func note(_ kind: Kind, _ score: Int) {
        if score > self.score {
            self.score = score
            self.kind = kind
        }
    }

    // MARK: Groups

    private static let near = 100

    /// Looks at every `)`: what stands before it up to the previous one, and how it is quantified.
    private mutating func examineGroups(_ level: ReDoSLevel) {
        var segmentStart = 0
        for close in text.indices where text[close] == unit(")") {
            defer { segmentStart = close + 1 }
            let isStarred = isQuantifier(close + 1)
            let isRepeated = openRange(at: close + 1) != nil
            if !isStarred && !isRepeated { continue }
            let hasQuantifier = groupHolds(from: segmentStart, to: close) { isQuantifier($0) ? 1 : nil }
            if isRepeated, hasQuantifier { note(.starInRepetition, 85) }
            guard isStarred else { continue }
            if hasQuantifier { note(.nestedQuantifier, 90) }
            if close - segmentStart >= 3, text[close - 3] == unit("("), text[close - 2] == unit("."),
                isQuantifier(close - 1)
            {
                note(.nestedQuantifier, 95)
            }
            if groupHolds(from: segmentStart, to: close, openRange) { note(.repetitionInStar, 85) }
            if hasOverlappingSides(from: segmentStart, to: close) { note(.overlappingAlternation, 80) }
            if level == .polynomial, startsGreedily(from: segmentStart, to: close) { note(.greedyBacktracking, 75) }
        }
    }

    /// Whether something that `length` measures stands between a `(` and `close`, near both.
    private func groupHolds(from start: Int, to close: Int, _ length: (Int) -> Int?) -> Bool {
        for index in max(start, close - ReDoSAnalysis.near - 8)..<close {
            guard let count = length(index), index + count <= close, close - index - count <= ReDoSAnalysis.near
            else { continue }
            for open in max(start, index - ReDoSAnalysis.near - 1)..<index where text[open] == unit("(") { return true }
        }
        return false
    }

    /// `(a|ab)`: two alternatives that are equal, or of which one begins with the other.
    private func hasOverlappingSides(from start: Int, to close: Int) -> Bool {
        guard var open = text[start..<close].lastIndex(of: unit("(")) else { return false }
        if open + 2 < close, text[open + 1] == unit("?"), text[open + 2] == unit(":") { open += 2 }
        let sides = text[(open + 1)..<close].split(separator: unit("|"), omittingEmptySubsequences: false)
        guard sides.count == 2, sides.allSatisfy({ (1...50).contains($0.count) }) else { return false }
        return sides[0].starts(with: sides[1]) || sides[1].starts(with: sides[0])
    }

    /// `(.*x`: a group that starts with a wildcard and goes on for 1 to 50 units.
    private func startsGreedily(from start: Int, to close: Int) -> Bool {
        for open in max(start, close - 53)..<close where text[open] == unit("(") {
            let isWildcard = open + 2 < close && text[open + 1] == unit(".") && isQuantifier(open + 2)
            if isWildcard, (1...50).contains(close - open - 3) { return true }
        }
        return false
    }

    // MARK: Whole pattern

    /// Two `.*` or two `.+` with at most 50 units, none of them a dot, between.
    private var hasRepeatedWildcard: Bool {
        var last: (index: Int, quantifier: UInt16)?
        for index in text.indices where text[index] == unit(".") {
            guard isQuantifier(index + 1) else {
                last = nil
                continue
            }
            if let last, last.quantifier == text[index + 1], index - last.index - 2 <= 50 { return true }
            last = (index, text[index + 1])
        }
        return false
    }

    /// `[…]+[…]+`.
    private var hasAdjacentClasses: Bool {
        for open in text.indices where text[open] == unit("[") {
            guard let middle = quantifiedClassEnd(open), quantifiedClassEnd(middle) != nil else { continue }
            return true
        }
        return false
    }

    private func quantifiedClassEnd(_ open: Int) -> Int? {
        guard open < text.count, text[open] == unit("[") else { return nil }
        var index = open + 1
        while index < min(text.count, open + 52), text[index] != unit("]") { index += 1 }
        guard index < text.count, text[index] == unit("]"), index > open + 1, isQuantifier(index + 1) else {
            return nil
        }
        return index + 2
    }

    // MARK: Pieces

    private func unit(_ character: Unicode.Scalar) -> UInt16 { UInt16(truncatingIfNeeded: character.value) }

    private func isQuantifier(_ index: Int) -> Bool {
        index < text.count && (text[index] == unit("+") || text[index] == unit("*"))
    }

    /// Length of `{n,}` at an index.
    private func openRange(at index: Int) -> Int? {
        guard index < text.count, text[index] == unit("{") else { return nil }
        var end = index + 1
        while end < text.count, (0x30...0x39).contains(text[end]) { end += 1 }
        guard end > index + 1, end + 1 < text.count, text[end] == unit(","), text[end + 1] == unit("}") else {
            return nil
        }
        return end + 2 - index
    }

    // MARK: Star height

    /// Depth of quantified groups: `+ * ?` on a group, `+ *` on an atom. `(a+)+` has 2.
    package static func starHeight(_ pattern: String) -> Int {
        let text = Array(pattern.utf16)
        var heights = [0]
        var atom = 0
        var index = 0
        while index < text.count {
            switch text[index] {
            case 0x5C: (atom, index) = (0, index + 1)
            case 0x28:
                heights.append(0)
                atom = 0
            case 0x29 where heights.count > 1:
                atom = heights.removeLast()
                let next = index + 1 < text.count ? text[index + 1] : 0
                if next == 0x2B || next == 0x2A || next == 0x3F {
                    atom += 1
                    index += 1
                }
                heights[heights.count - 1] = max(heights[heights.count - 1], atom)
            case 0x2B, 0x2A: heights[heights.count - 1] = max(heights[heights.count - 1], atom + 1)
            default: atom = 0
            }
            index += 1
        }
        return heights.max() ?? 0
    }
}
