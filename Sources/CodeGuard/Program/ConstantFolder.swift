import JavaScriptSyntax

/// Evaluates expressions that are strings whatever the program does: `"con" + "structor"`.
///
/// A fold looks at no more than `nodesMax` nodes and makes no text longer than `unitsMax`.
struct ConstantFolder {
    /// What is evaluated beside string literals and `+`.
    struct Abilities: OptionSet {
        let rawValue: UInt8
        /// `String.fromCharCode` of number literals.
        static let characterCodes = Abilities(rawValue: 1)
        /// `join` and `toString` of literal arrays, and `String` of them.
        static let arrays = Abilities(rawValue: 2)
        /// Templates without substitutions.
        static let templates = Abilities(rawValue: 4)
        /// Variables with one constant value, substitutions, `concat`.
        static let variables = Abilities(rawValue: 8)
        /// What the reference system evaluates in a variable's initializer.
        static let initializers: Abilities = [.characterCodes, .arrays, .templates]
        /// Everything.
        static let all: Abilities = [.characterCodes, .arrays, .templates, .variables]
    }

    /// Nodes that one fold looks at.
    static let nodesMax = 256
    /// Longest text that a fold makes.
    static let unitsMax = 512
    /// Deepest recursion.
    private static let depthMax = 32

    private let facts: ProgramFacts
    private let abilities: Abilities
    private var nodesLeft = ConstantFolder.nodesMax
    private var depth = 0

    init(_ facts: ProgramFacts, _ abilities: Abilities) {
        self.facts = facts
        self.abilities = abilities
    }

    /// The text of an expression, or nil.
    static func text(of id: NodeID, _ facts: ProgramFacts, _ abilities: Abilities) -> [UInt16]? {
        var folder = ConstantFolder(facts, abilities)
        return folder.fold(id)
    }

    /// Whether an expression is a `+` at its top.
    static func isConcatenation(_ id: NodeID, _ facts: ProgramFacts) -> Bool {
        if case .binary(.add, _, _) = facts.tree[facts.unwrap(id)] { return true }
        return false
    }

    private mutating func fold(_ id: NodeID) -> [UInt16]? {
        nodesLeft -= 1
        depth += 1
        defer { depth -= 1 }
        if nodesLeft < 0 || depth > ConstantFolder.depthMax { return nil }
        switch facts.tree[id] {
        case .string(let name): return text(name)
        case .parenthesized(let inner): return fold(inner)
        case .binary(.add, _, _): return foldSum(id)
        case .template(let quasis, let expressions): return foldTemplate(quasis, expressions)
        case .call(let callee, let arguments, _): return foldCall(facts.unwrap(callee), arguments)
        case .optionalChain(let inner): return fold(inner)
        case .identifier where abilities.contains(.variables):
            guard let value = facts.constantValue(of: id) else { return nil }
            return fold(value)
        case .number(let value)
        where abilities.contains(.variables) && value.magnitude < 1e9 && value == value.rounded():
            return Array(String(Int(value)).utf16)
        case .sequence(let list) where abilities.contains(.variables):
            return fold(facts.tree[list, Int(list.count) - 1])
        default: return nil
        }
    }

    private func text(_ name: NameID) -> [UInt16]? {
        facts.tree.names.utf16Count(name) > ConstantFolder.unitsMax ? nil : Array(facts.tree.text(name).utf16)
    }

    /// The left spine of a sum may be as long as the program: it is walked by a loop.
    private mutating func foldSum(_ id: NodeID) -> [UInt16]? {
        var operands: [NodeID] = []
        var next = id
        while case .binary(.add, let left, let right) = facts.tree[next] {
            if operands.count >= ConstantFolder.nodesMax { return nil }
            operands.append(right)
            next = facts.unwrap(left)
        }
        operands.append(next)
        var result: [UInt16] = []
        for operand in operands.reversed() {
            guard let part = fold(operand), result.count + part.count <= ConstantFolder.unitsMax else { return nil }
            result += part
        }
        return result
    }

    private mutating func foldTemplate(_ quasis: NodeList, _ expressions: NodeList) -> [UInt16]? {
        guard abilities.contains(.templates), expressions.isEmpty || abilities.contains(.variables) else { return nil }
        var result: [UInt16] = []
        for index in 0..<Int(quasis.count) {
            guard case .templateElement(let cooked, _, true) = facts.tree[facts.tree[quasis, index]],
                let part = text(cooked)
            else { return nil }
            result += part
            if index < Int(expressions.count) {
                guard let value = fold(facts.tree[expressions, index]) else { return nil }
                result += value
            }
            if result.count > ConstantFolder.unitsMax { return nil }
        }
        return result
    }

    private mutating func foldCall(_ callee: NodeID, _ arguments: NodeList) -> [UInt16]? {
        switch facts.tree[callee] {
        case .identifier(let name) where facts.word(name) == .string && abilities.contains(.arrays):
            guard arguments.count == 1 else { return nil }
            return foldArray(facts.tree[arguments, 0], separator: [0x2C]) ?? fold(facts.tree[arguments, 0])
        case .member(let object, let property, _):
            guard case .keyName(let name) = facts.tree[property] else { return nil }
            return foldMethod(object, facts.word(name), arguments)
        default: return nil
        }
    }

    private mutating func foldMethod(_ object: NodeID, _ method: WordID, _ arguments: NodeList) -> [UInt16]? {
        if method == .fromCharCode, abilities.contains(.characterCodes) {
            guard case .identifier(let name) = facts.tree[facts.unwrap(object)], facts.word(name) == .string else {
                return nil
            }
            return foldCharacterCodes(arguments)
        }
        if method == .join, abilities.contains(.arrays) {
            guard !arguments.isEmpty else { return foldArray(object, separator: [0x2C]) }
            guard let separator = fold(facts.tree[arguments, 0]) else { return nil }
            return foldArray(object, separator: separator)
        }
        if method == .toString, abilities.contains(.arrays) {
            return foldArray(object, separator: [0x2C]) ?? (abilities.contains(.variables) ? fold(object) : nil)
        }
        guard method == .concat, abilities.contains(.variables), var result = fold(object) else { return nil }
        for index in 0..<Int(arguments.count) {
            guard let part = fold(facts.tree[arguments, index]), result.count + part.count <= ConstantFolder.unitsMax
            else { return nil }
            result += part
        }
        return result
    }

    private mutating func foldCharacterCodes(_ arguments: NodeList) -> [UInt16]? {
        guard (1...ConstantFolder.unitsMax).contains(Int(arguments.count)) else { return nil }
        var result: [UInt16] = []
        for index in 0..<Int(arguments.count) {
            guard case .number(let value) = facts.tree[facts.unwrap(facts.tree[arguments, index])],
                value >= 0, value < 65_536
            else { return nil }
            result.append(UInt16(value))
        }
        return result
    }

    private mutating func foldArray(_ id: NodeID, separator: [UInt16]) -> [UInt16]? {
        guard case .array(let elements) = facts.tree[facts.unwrap(id)],
            Int(elements.count) <= ConstantFolder.nodesMax
        else { return nil }
        var result: [UInt16] = []
        for index in 0..<Int(elements.count) {
            if index > 0 { result += separator }
            let element = facts.tree[elements, index]
            if element.isNone { continue }
            guard let part = foldArray(element, separator: [0x2C]) ?? fold(element) else { return nil }
            result += part
            if result.count > ConstantFolder.unitsMax { return nil }
        }
        return result
    }
}
