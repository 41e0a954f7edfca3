import Testing

@testable import UnicodeData

/// The committed tables against the standard library's properties, scalar by scalar.
@Suite struct UnicodeDataTests {
    /// Every scalar of the planes that have letters, and the first of the others.
    private let scalars =
        (UInt32(0)...0x3_FFFF).compactMap(Unicode.Scalar.init)
        + [0xE_0001, 0x10_FFFF].compactMap { Unicode.Scalar($0) }

    @Test func `identifier characters are those with ID_Start and ID_Continue`() {
        let wrong = scalars.filter {
            UnicodeIdentifiers.isStart($0.value) != $0.properties.isIDStart
                || UnicodeIdentifiers.isContinue($0.value) != $0.properties.isIDContinue
        }
        #expect(wrong == [])
    }

    @Test func `white space is Space_Separator and five control or format characters`() {
        let extra: Set<UInt32> = [0x09, 0x0B, 0x0C, 0xFEFF]
        let wrong = scalars.filter {
            let expected = extra.contains($0.value) || $0.properties.generalCategory == .spaceSeparator
            return UnicodeIdentifiers.isWhiteSpace($0.value) != expected
        }
        #expect(wrong == [])
        #expect(
            scalars.filter { UnicodeIdentifiers.isLineTerminator($0.value) }.map(\.value) == [
                0x0A, 0x0D, 0x2028, 0x2029,
            ])
    }

    @Test func `full case mappings are those of the standard library`() {
        func text(_ mapping: CaseMapping) -> String {
            let values = [mapping.first, mapping.second, mapping.third].prefix(mapping.count)
            return String(String.UnicodeScalarView(values.compactMap(Unicode.Scalar.init)))
        }
        let wrong = scalars.filter {
            text(UnicodeCase.upper($0.value)) != $0.properties.uppercaseMapping
                || text(UnicodeCase.lower($0.value)) != $0.properties.lowercaseMapping
        }
        #expect(wrong == [])
    }

    @Test func `surrogates and values beyond Unicode map to themselves`() {
        for value: UInt32 in [0xD800, 0xDFFF, 0x11_0000, .max] {
            #expect(UnicodeCase.upper(value) == CaseMapping(value))
            #expect(!UnicodeIdentifiers.isContinue(value))
        }
    }

    @Test func `one sharp s becomes two letters, and a final sigma looks at its neighbours`() {
        #expect(UnicodeCase.upper(0xDF) == CaseMapping(0x53, 0x53))
        let word = "ΟΔΟΣ".unicodeScalars.map(\.value)
        #expect(UnicodeCase.isFinalSigma(before: word.dropLast().reversed(), after: []))
        #expect(!UnicodeCase.isFinalSigma(before: word.dropLast().reversed(), after: [0x27, 0x391]))
        #expect(UnicodeCase.isFinalSigma(before: [0x27, 0x391], after: [0x2E, 0x20]))
        #expect(!UnicodeCase.isFinalSigma(before: [0x20], after: []))
    }
}
