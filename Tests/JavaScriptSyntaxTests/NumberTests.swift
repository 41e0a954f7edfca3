import Testing

@testable import JavaScriptSyntax

/// Numeric literals become the nearest double, ties to even.
@Suite struct NumberTests {
    private func value(_ text: String) throws -> Double? {
        let tree = try tree(text)
        for node in tree.nodes { if case .number(let value) = node { return value } }
        return nil
    }

    private func digits(_ text: String) throws -> String? {
        let tree = try tree(text)
        for node in tree.nodes { if case .bigint(let digits) = node { return tree.names.string(digits) } }
        return nil
    }

    @Test(arguments: [
        "0", "1", "123456789012345", "9007199254740992", "9007199254740993", "9007199254740995", "0.1", "0.2", "1e22",
        "1e23", "8.5e22", "123456789012345678901234567890", "1.7976931348623157e308", "1.7976931348623159e308",
        "5e-324",
        "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308", "2.2250738585072014e-308",
        "0.000001", "1e-7", "3.14159265358979323846264338327950288", "4503599627370496.5", "4503599627370497.5",
        "1e400", "1e-400", "1e99999999999999999999", "1e-99999999999999999999", "0e99999999999999999999", "0.5",
        "6929495644600919.5", "3.5e15", "9.5367431640625e-7", "1.00000000000000011102230246251565",
        "1.0000000000000001110223024625156541", "12345678901234567890e-10",
    ])
    func `a decimal literal is the nearest double`(text: String) throws {
        #expect(try value(text) == Double(text))
    }

    @Test func `digits beyond the eight-hundredth still break ties`() throws {
        let half = "9007199254740993." + String(repeating: "0", count: 2_000)
        #expect(try value(half) == 9_007_199_254_740_992)
        #expect(try value(half + "1") == 9_007_199_254_740_994)
        #expect(try value("0." + String(repeating: "0", count: 400) + "1e401") == 1)
        #expect(try value("1" + String(repeating: "0", count: 5_000) + "e-5000") == 1)
        #expect(try value(String(repeating: "9", count: 400)) == .infinity)
    }

    @Test func `random decimal literals are read as the standard library reads them`() throws {
        var random = SeededGenerator(seed: 42)
        for _ in 0..<2_000 {
            let double = Double(bitPattern: random.next() & ~(1 << 63))
            guard double.isFinite else { continue }
            #expect(try value("\(double)") == double)
            let digits = String(random.next() % 1_000_000_000_000_000_000) + "." + String(random.next())
            #expect(try value(digits) == Double(digits))
        }
    }

    @Test(arguments: [
        ("0x1F", 31.0), ("0XfF", 255), ("0b101", 5), ("0B1", 1), ("0o17", 15), ("0O7", 7), ("017", 15), ("08", 8),
        ("09.5", 9.5),
        ("1_000", 1_000), ("0xFF_FF", 65_535), ("0b1_0", 2), (".5", 0.5), ("5.", 5), ("1_0.0_1e1_0", 100_100_000_000),
        ("00", 0),
        ("0x20000000000001", 9_007_199_254_740_992), ("0x20000000000003", 9_007_199_254_740_996),
        ("0x200000000000010000000000000001", 0x1.0000000000001p117),
        ("0x800000000000040000000000000000", 0x1p119),
    ])
    func `other radices and separators`(text: String, expected: Double) throws {
        #expect(try value(text) == expected)
    }

    @Test func `a hexadecimal literal beyond the largest double is infinite`() throws {
        #expect(try value("0x" + String(repeating: "F", count: 300)) == .infinity)
        #expect(try value("0x" + String(repeating: "0", count: 5_000) + "1") == 1)
    }

    @Test(arguments: [
        ("0n", "0"), ("123n", "123"), ("1_000n", "1000"), ("0xFFn", "255"), ("0b1010n", "10"), ("0o777n", "511"),
        ("0x0n", "0"),
        ("0xFFFFFFFFFFFFFFFFFFFFn", "1208925819614629174706175"), ("0xDE0B6B3A7640000n", "1000000000000000000"),
        ("0x3635C9ADC5DEA00000n", "1000000000000000000000"), ("0o1_0n", "8"),
    ])
    func `a BigInt literal keeps its decimal digits`(text: String, expected: String) throws {
        #expect(try digits(text) == expected)
    }

    @Test func `powers of two convert exactly at every length`() throws {
        var decimal = "1"
        for bits in 1..<300 {
            decimal = doubled(decimal)
            #expect(try digits("0b1" + String(repeating: "0", count: bits) + "n") == decimal)
        }
    }

    private func doubled(_ digits: String) -> String {
        var carry: UInt8 = 0
        var result: [UInt8] = []
        for digit in digits.utf8.reversed() {
            let value = (digit - 48) * 2 + carry
            result.append(48 + value % 10)
            carry = value / 10
        }
        if carry > 0 { result.append(48 + carry) }
        return String(decoding: result.reversed(), as: UTF8.self)
    }

    @Test func `a BigInt literal is bounded`() {
        let longest = String(repeating: "9", count: Lexer.bigIntDigitsMax)
        #expect(syntaxError(longest + "n") == nil)
        #expect(syntaxError(longest + "9n")?.code == .bigIntTooLong)
        #expect(syntaxError("0x" + longest + "n") == nil)
        #expect(syntaxError("0x" + longest + "9n")?.code == .bigIntTooLong)
    }
}
