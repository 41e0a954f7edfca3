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

    /// The categories of a text. Linear in its length.
    static func categories(of text: JSText) -> Set<SensitiveCategory> {
        let units = text.utf16
        var found: Set<SensitiveCategory> = []
        if units.count > 1, units[0] == 0x5F, units[1] == 0x5F || (0x61...0x7A).contains(units[1]) {
            found.insert(.internal)
        }
        for index in units.indices {
            let letter = Int(units[index] | 0x20) - 0x61
            guard letter >= 0, letter < 26 else { continue }
            for part in parts[letter] where matches(part, units, index) { found.insert(part.category) }
        }
        return found
    }

    private static func matches(_ part: Part, _ units: ContiguousArray<UInt16>, _ index: Int) -> Bool {
        guard has(part.head, units, index) else { return false }
        if part.tail.isEmpty { return true }
        let end = index + part.head.count
        return has(part.tail, units, end) || has(part.tail, units, end + 1)
    }

    private static func has(_ text: [UInt8], _ units: ContiguousArray<UInt16>, _ index: Int) -> Bool {
        guard index + text.count <= units.count else { return false }
        for offset in text.indices {
            let unit = units[index + offset]
            if unit > 0x7F || UInt8(unit) | 0x20 != text[offset] { return false }
        }
        return true
    }
}
