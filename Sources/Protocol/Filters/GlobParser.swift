/// Parses path globs.
///
/// `*` and `?` match within a segment, `**` across `/`; `[…]` and `[!…]` are sets, `{a,b}` alternatives; a backslash
/// takes the next character as it is. What begins a segment with a dot is matched by a literal dot only. A bracket or
/// brace without its partner, and a brace without a comma, stand for themselves.
struct GlobParser {
    /// Braces inside each other.
    private static let depthMax = 16

    private let units: [UInt16]
    private var offset = 0
    private var depth = 0

    init(_ text: String) {
        units = Array(text.utf16)
    }

    mutating func parse() throws(FilterProgram.Failure) -> PatternNode {
        try sequence(until: units.count)
    }

    private mutating func sequence(until end: Int) throws(FilterProgram.Failure) -> PatternNode {
        var nodes: [PatternNode] = []
        while offset < end {
            let unit = units[offset]
            offset += 1
            switch unit {
            case UInt16(ascii: "*"): nodes.append(stars(until: end))
            case UInt16(ascii: "?"): nodes.append(.sequence([.assertion(.noLeadingDot), .set(.notSlash)]))
            case UInt16(ascii: "["):
                nodes.append(
                    characterClass(until: end).map { .sequence([.assertion(.noLeadingDot), .set($0)]) } ?? .unit(unit))
            case UInt16(ascii: "{"): nodes.append(try braces(until: end) ?? .unit(unit))
            case UInt16(ascii: "\\") where offset < end:
                nodes.append(.unit(units[offset]))
                offset += 1
            default: nodes.append(.unit(unit))
            }
        }
        return .sequence(nodes)
    }

    /// What one `*`, or several, stand for; the first is consumed.
    private mutating func stars(until end: Int) -> PatternNode {
        let start = offset - 1
        while offset < end, units[offset] == UInt16(ascii: "*") { offset += 1 }
        let isDouble = offset - start > 1
        let unit: PatternNode = .sequence([
            .assertion(.noLeadingDot), .set(isDouble ? UnitSet([], isNegated: true) : .notSlash),
        ])
        let run = PatternNode.repetition(unit, minimum: 0, maximum: nil)
        let isSegmentStart = start == 0 || units[start - 1] == UInt16(ascii: "/")
        guard isDouble, isSegmentStart, offset < end, units[offset] == UInt16(ascii: "/") else { return run }
        // As a segment of its own it also stands for no segment at all.
        offset += 1
        return .repetition(.sequence([run, .unit(UInt16(ascii: "/"))]), minimum: 0, maximum: 1)
    }

    /// The set of a bracket whose opening is consumed; nil, and nothing more consumed, if it is not closed.
    private mutating func characterClass(until end: Int) -> UnitSet? {
        var position = offset
        var set = UnitSet([])
        if position < end, units[position] == UInt16(ascii: "!") || units[position] == UInt16(ascii: "^") {
            set.isNegated = true
            position += 1
        }
        let first = position
        while position < end {
            var unit = units[position]
            if unit == UInt16(ascii: "]"), position > first { break }
            if unit == UInt16(ascii: "\\"), position + 1 < end {
                position += 1
                unit = units[position]
            }
            position += 1
            if position + 1 < end, units[position] == UInt16(ascii: "-"), units[position + 1] != UInt16(ascii: "]") {
                let upper = units[position + 1]
                position += 2
                if unit <= upper { set.ranges.append(unit...upper) }
            } else {
                set.ranges.append(unit...unit)
            }
        }
        guard position < end else { return nil }
        offset = position + 1
        // A set never matches the separator.
        let slash = UInt16(ascii: "/")
        if set.isNegated { set.ranges.append(slash...slash) }
        return set
    }

    /// The alternatives of a brace whose opening is consumed; nil, and nothing more consumed, if it has no comma or is
    /// not closed.
    private mutating func braces(until end: Int) throws(FilterProgram.Failure) -> PatternNode? {
        var commas: [Int] = []
        var open = 1
        var position = offset
        scan: while position < end {
            switch units[position] {
            case UInt16(ascii: "\\"): position += 1
            case UInt16(ascii: "{"): open += 1
            case UInt16(ascii: "}"):
                open -= 1
                if open == 0 { break scan }
            case UInt16(ascii: ","): if open == 1 { commas.append(position) }
            default: break
            }
            position += 1
        }
        guard position < end, !commas.isEmpty else { return nil }
        guard depth < Self.depthMax else { throw .unsupported("braces nested deeper than \(Self.depthMax) levels") }
        depth += 1
        defer { depth -= 1 }
        var alternatives: [PatternNode] = []
        for comma in commas + [position] {
            alternatives.append(try sequence(until: comma))
            offset = comma + 1
        }
        return .alternation(alternatives)
    }
}
