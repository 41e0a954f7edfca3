import JavaScriptSyntax

/// Recognises names that speak of secrets, people or money.
enum SensitiveNames {
    /// A part to look for: lower case; `?` stands for one optional character before the rest.
    private struct Part {
        let head: [UInt8]
        let tail: [UInt8]
        let category: SensitiveCategory

        init(_ text: String, _ category: SensitiveCategory) {
            let pieces = text.split(separator: "?", omittingEmptySubsequences: false)
            head = Array((pieces.first ?? "").utf8)
            tail = pieces.count > 1 ? Array(pieces[1].utf8) : []
            self.category = category
        }
    }

    /// The parts by their first letter.
    private static let parts: [[Part]] = {
        var table = [[Part]](repeating: [], count: 26)
        func add(_ category: SensitiveCategory, _ texts: String) {
            for text in texts.split(separator: " ") {
                let part = Part(String(text), category)
                table[Int(part.head[0]) - 0x61].append(part)
            }
        }
        add(.authentication, "password token secret api?key auth credential bearer")
        add(.pii, "email ssn phone address credit?card birth?date social?security")
        add(.financial, "bank routing account?num iban swift cvv pin")
        return table
    }()

    /// The letters that some part begins with, as bits.
    private static let firstLetters: UInt32 = parts.enumerated().reduce(0) {
        $1.element.isEmpty ? $0 : $0 | 1 << UInt32($1.offset)
    }

    /// The categories of a name, as bits in the order of `SensitiveCategory.allCases`. Linear in its length.
    static func categories(of name: NameID, in names: NameTable) -> UInt8 {
        let letters = firstLetters
        return names.withCodeUnits(of: name, latin1: { scan($0, letters) }, utf16: { scan($0, letters) })
    }

    private static let internalBit: UInt8 = 8

    @inline(__always)
    private static func scan<Unit: FixedWidthInteger>(
        _ units: some RandomAccessCollection<Unit>, _ letters: UInt32
    ) -> UInt8 {
        var found: UInt8 = 0
        var index = units.startIndex
        if units.count > 1, let first = units.first, first == 0x5F {
            let second = units[units.index(after: index)]
            if second == 0x5F || (second >= 0x61 && second <= 0x7A) { found |= internalBit }
        }
        while index < units.endIndex {
            let letter = (units[index] | 0x20) &- 0x61
            if letter < 26, letters >> UInt32(truncatingIfNeeded: letter) & 1 != 0 {
                for part in parts[Int(truncatingIfNeeded: letter)] where matches(part, units[index...]) {
                    found |= bit(part.category)
                }
            }
            units.formIndex(after: &index)
        }
        return found
    }

    /// The bit of a category.
    static func bit(_ category: SensitiveCategory) -> UInt8 {
        switch category {
        case .authentication: 1
        case .pii: 2
        case .financial: 4
        case .internal: internalBit
        }
    }

    private static func matches<Unit: FixedWidthInteger>(_ part: Part, _ units: some Collection<Unit>) -> Bool {
        guard has(part.head, units) else { return false }
        if part.tail.isEmpty { return true }
        let rest = units.dropFirst(part.head.count)
        return has(part.tail, rest) || has(part.tail, rest.dropFirst())
    }

    private static func has<Unit: FixedWidthInteger>(_ text: [UInt8], _ units: some Collection<Unit>) -> Bool {
        var index = units.startIndex
        for letter in text {
            guard index < units.endIndex, units[index] < 0x80, UInt8(truncatingIfNeeded: units[index]) | 0x20 == letter
            else { return false }
            units.formIndex(after: &index)
        }
        return true
    }
}
