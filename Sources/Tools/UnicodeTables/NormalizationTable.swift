import Foundation

private func values(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

/// Decompositions, compositions and combining classes. The mappings are those of Foundation, which has both kinds.
func normalizationTables() -> GeneratedFile {
    var pool: [UInt32] = []
    var canonical: [UInt32] = []
    var compatibility: [UInt32] = []
    var compositions: [(UInt32, UInt32, UInt32)] = []
    func add(_ parts: [UInt32], of scalar: Unicode.Scalar, to table: inout [UInt32]) {
        table += [scalar.value, UInt32(pool.count) << 5 | UInt32(parts.count)]
        pool += parts
    }
    for scalar in allScalars where scalar.value >= 0xA0 && !(0xAC00...0xD7A3).contains(scalar.value) {
        let text = String(Character(scalar))
        let decomposed = values(text.decomposedStringWithCanonicalMapping)
        let compatible = values(text.decomposedStringWithCompatibilityMapping)
        if decomposed != [scalar.value] {
            add(decomposed, of: scalar, to: &canonical)
            // A primary composite is its own composed form; what stands before its last part composes to one scalar.
            if decomposed.count > 1, values(text.precomposedStringWithCanonicalMapping) == [scalar.value] {
                var head = String.UnicodeScalarView()
                head.append(contentsOf: text.decomposedStringWithCanonicalMapping.unicodeScalars.dropLast())
                let first = values(String(head).precomposedStringWithCanonicalMapping)
                if first.count == 1 { compositions.append((first[0], decomposed[decomposed.count - 1], scalar.value)) }
            }
        }
        if compatible != decomposed { add(compatible, of: scalar, to: &compatibility) }
    }
    compositions.sort { ($0.0, $0.1) < ($1.0, $1.1) }
    let text =
        tableHeader
        + "/// Normalization mappings of the scalars from U+00A0 on, without Hangul syllables.\nenum NormalizationTables {\n"
        + table(
            "canonical", "Complete canonical decompositions: scalar, place in the pool times 32 plus length", canonical)
        + "\n"
        + table(
            "compatibility", "Complete compatibility decompositions that differ: scalar, place times 32 plus length",
            compatibility) + "\n"
        + table("pool", "The scalars that they consist of", pool) + "\n"
        + table(
            "compositions", "Primary composites: first part, second part, composite, ascending",
            compositions.flatMap { [$0.0, $0.1, $0.2] }) + "\n"
        + table(
            "combiningClasses", "First and last scalar of each run of one combining class, and the class", classRuns())
        + "}\n"
    return GeneratedFile(name: "NormalizationTables.swift", text: text)
}

private func classRuns() -> [UInt32] {
    var runs: [(first: UInt32, last: UInt32, order: UInt32)] = []
    for scalar in allScalars where scalar.properties.canonicalCombiningClass != .notReordered {
        let order = UInt32(scalar.properties.canonicalCombiningClass.rawValue)
        if let run = runs.last, run.last + 1 == scalar.value, run.order == order {
            runs[runs.count - 1].last = scalar.value
        } else {
            runs.append((scalar.value, scalar.value, order))
        }
    }
    return runs.flatMap { [$0.first, $0.last, $0.order] }
}

private func table(_ name: String, _ comment: String, _ elements: [UInt32]) -> String {
    """
        /// \(comment).
        static let \(name): [UInt32] = [
    \(arrayLiteral(elements.map(hex)))    ]

    """
}
