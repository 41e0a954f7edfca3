// Patterns come from clients, so they run on a machine that takes time proportional to program × text, whatever the
// pattern: all alternatives advance together, unit by unit, and no position is entered twice for one unit.
// https://swtch.com/~rsc/regexp/regexp2.html

/// A compiled pattern over UTF-16 code units.
struct FilterProgram: Sendable {
    enum Instruction: Sendable {
        /// This very unit.
        case unit(UInt16)
        /// A unit of the set.
        case set(UnitSet)
        /// Go on at both.
        case split(Int, Int)
        case jump(Int)
        /// At the start of the text.
        case start
        /// At the end of the text.
        case end
        /// Between a word unit and another, or not.
        case wordBoundary(Bool)
        /// Unless a segment begins here with a dot.
        case noLeadingDot
        case match
    }

    /// Why a pattern does not compile.
    enum Failure: Error {
        case malformed
        case unsupported(String)
    }

    /// Instructions of one program; repetition counts multiply, so short patterns can ask for more.
    static let instructionsMax = 2000

    private(set) var instructions: [Instruction] = []
    /// Whether a match may begin anywhere.
    private let isSearch: Bool
    private let ignoresCase: Bool

    init(regex text: String, ignoresCase: Bool) throws(Failure) {
        isSearch = true
        self.ignoresCase = ignoresCase
        var parser = RegexParser(text)
        let node = try parser.parse()
        try emit(node)
        try append(.match)
    }

    init(glob text: String) throws(Failure) {
        isSearch = false
        ignoresCase = false
        var parser = GlobParser(text)
        let node = try parser.parse()
        try emit(node)
        try append(.end)
        try append(.match)
    }

    // MARK: Compilation

    private mutating func append(_ instruction: Instruction) throws(Failure) {
        guard instructions.count < Self.instructionsMax else {
            throw .unsupported("more than \(Self.instructionsMax) instructions")
        }
        instructions.append(instruction)
    }

    /// Appends the code of a node. Recursion is as deep as the pattern's groups, which its parser bounds.
    private mutating func emit(_ node: PatternNode) throws(Failure) {
        switch node {
        case .unit(let unit): try append(ignoresCase ? .set(UnitSet([unit...unit])) : .unit(unit))
        case .set(let set): try append(.set(set))
        case .assertion(let instruction): try append(instruction)
        case .sequence(let nodes): for node in nodes { try emit(node) }
        case .alternation(let nodes): try emitAlternation(nodes)
        case .repetition(let node, let minimum, let maximum):
            for _ in 0..<minimum { try emit(node) }
            if let maximum {
                try emitOptional(node, times: maximum - minimum)
            } else {
                let loop = instructions.count
                try append(.jump(loop))
                try emit(node)
                try append(.jump(loop))
                instructions[loop] = .split(loop + 1, instructions.count)
            }
        }
    }

    private mutating func emitAlternation(_ nodes: [PatternNode]) throws(Failure) {
        var exits: [Int] = []
        for (index, node) in nodes.enumerated() {
            guard index < nodes.count - 1 else {
                try emit(node)
                break
            }
            let fork = instructions.count
            try append(.jump(fork))
            try emit(node)
            exits.append(instructions.count)
            try append(.jump(fork))
            instructions[fork] = .split(fork + 1, instructions.count)
        }
        for exit in exits { instructions[exit] = .jump(instructions.count) }
    }

    private mutating func emitOptional(_ node: PatternNode, times: Int) throws(Failure) {
        var forks: [Int] = []
        for _ in 0..<times {
            forks.append(instructions.count)
            try append(.match)
            try emit(node)
        }
        for fork in forks { instructions[fork] = .split(fork + 1, instructions.count) }
    }

    // MARK: Execution

    /// Whether the text matches; nil once the steps are used up.
    func matches(_ text: [UInt16], steps: inout Int) -> Bool? {
        var threads = ThreadList(capacity: instructions.count)
        var next = ThreadList(capacity: instructions.count)
        for position in 0...text.count {
            if position == 0 || isSearch {
                if follow(0, text, position, &threads, &steps) { return true }
            }
            guard steps > 0 else { return nil }
            guard position < text.count else { break }
            let unit = text[position]
            next.removeAll()
            for thread in threads.programCounters where consumes(instructions[thread], unit) {
                if follow(thread + 1, text, position + 1, &next, &steps) { return true }
            }
            guard steps > 0 else { return nil }
            swap(&threads, &next)
            if threads.programCounters.isEmpty && !isSearch { return false }
        }
        return false
    }

    private func consumes(_ instruction: Instruction, _ unit: UInt16) -> Bool {
        switch instruction {
        case .unit(let expected): unit == expected
        case .set(let set): set.contains(unit, ignoringCase: ignoresCase)
        default: false
        }
    }

    /// Adds the threads that are reached from an instruction without consuming a unit.
    ///
    /// - Returns: whether the end of the program is among them.
    private func follow(
        _ start: Int, _ text: [UInt16], _ position: Int, _ list: inout ThreadList, _ steps: inout Int
    ) -> Bool {
        var pending = [start]
        while let counter = pending.popLast() {
            steps -= 1
            guard list.enter(counter) else { continue }
            switch instructions[counter] {
            case .match: return true
            case .jump(let target): pending.append(target)
            case .split(let first, let second):
                pending.append(second)
                pending.append(first)
            case .start: if position == 0 { pending.append(counter + 1) }
            case .end: if position == text.count { pending.append(counter + 1) }
            case .wordBoundary(let isExpected):
                let before = position > 0 && UnitSet.word.contains(text[position - 1])
                let after = position < text.count && UnitSet.word.contains(text[position])
                if (before != after) == isExpected { pending.append(counter + 1) }
            case .noLeadingDot:
                let isSegmentStart = position == 0 || text[position - 1] == UInt16(ascii: "/")
                let isDot = position < text.count && text[position] == UInt16(ascii: ".")
                if !(isSegmentStart && isDot) { pending.append(counter + 1) }
            case .unit, .set: list.programCounters.append(counter)
            }
        }
        return false
    }

    /// The instructions that wait for the next unit, each at most once.
    private struct ThreadList {
        var programCounters: [Int] = []
        private var entered: [Bool]
        private var touched: [Int] = []

        init(capacity: Int) {
            entered = Array(repeating: false, count: capacity)
        }

        mutating func enter(_ counter: Int) -> Bool {
            guard !entered[counter] else { return false }
            entered[counter] = true
            touched.append(counter)
            return true
        }

        mutating func removeAll() {
            for counter in touched { entered[counter] = false }
            touched.removeAll(keepingCapacity: true)
            programCounters.removeAll(keepingCapacity: true)
        }
    }
}

/// A pattern as a tree, whatever language it was written in.
indirect enum PatternNode {
    case unit(UInt16)
    case set(UnitSet)
    /// An instruction that consumes nothing.
    case assertion(FilterProgram.Instruction)
    case sequence([PatternNode])
    case alternation([PatternNode])
    /// nil for no maximum.
    case repetition(PatternNode, minimum: Int, maximum: Int?)
}

/// A set of UTF-16 code units.
struct UnitSet: Sendable {
    var ranges: [ClosedRange<UInt16>]
    var isNegated: Bool

    static let digit = UnitSet([UInt16(ascii: "0")...UInt16(ascii: "9")])
    static let word = UnitSet([
        UInt16(ascii: "0")...UInt16(ascii: "9"), UInt16(ascii: "A")...UInt16(ascii: "Z"),
        UInt16(ascii: "_")...UInt16(ascii: "_"), UInt16(ascii: "a")...UInt16(ascii: "z"),
    ])
    /// https://tc39.es/ecma262/#prod-WhiteSpace and https://tc39.es/ecma262/#prod-LineTerminator
    static let space = UnitSet([
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
        0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ])
    /// https://tc39.es/ecma262/#prod-LineTerminator
    static let notLineTerminator = UnitSet([0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029], isNegated: true)
    static let notSlash = UnitSet([UInt16(ascii: "/")...UInt16(ascii: "/")], isNegated: true)

    init(_ ranges: [ClosedRange<UInt16>], isNegated: Bool = false) {
        self.ranges = ranges
        self.isNegated = isNegated
    }

    /// The set of all units that are not in this one.
    var complement: UnitSet { UnitSet(ranges, isNegated: !isNegated) }

    /// The ranges of the set with any negation carried out.
    var positiveRanges: [ClosedRange<UInt16>] {
        guard isNegated else { return ranges }
        var result: [ClosedRange<UInt16>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if UInt32(range.lowerBound) > next {
                result.append(UInt16(truncatingIfNeeded: next)...range.lowerBound &- 1)
            }
            next = max(next, UInt32(range.upperBound) + 1)
        }
        if next <= 0xFFFF { result.append(UInt16(truncatingIfNeeded: next)...0xFFFF) }
        return result
    }

    func contains(_ unit: UInt16) -> Bool {
        ranges.contains { $0.contains(unit) } != isNegated
    }

    /// Whether the unit, or its other case, is in the ranges.
    func contains(_ unit: UInt16, ignoringCase: Bool) -> Bool {
        guard ignoringCase else { return contains(unit) }
        let lower = Self.mapped(unit) { $0.properties.lowercaseMapping }
        let upper = Self.mapped(unit) { $0.properties.uppercaseMapping }
        return ranges.contains { $0.contains(unit) || $0.contains(lower) || $0.contains(upper) } != isNegated
    }

    private static func mapped(_ unit: UInt16, _ mapping: (Unicode.Scalar) -> String) -> UInt16 {
        guard let scalar = Unicode.Scalar(unit) else { return unit }
        let units = mapping(scalar).utf16
        guard units.count == 1, let mapped = units.first, mapped >= 0x80 || unit < 0x80 else { return unit }
        return mapped
    }
}

extension UInt16 {
    /// The unit of an ASCII character.
    init(ascii scalar: Unicode.Scalar) {
        self = UInt16(UInt8(ascii: scalar))
    }
}
