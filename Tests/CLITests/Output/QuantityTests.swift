import Testing

@testable import CLI

/// Numbers as people read them.
@Suite struct QuantityTests {
    @Test(arguments: [
        (0, "0 ms"), (0.04, "0 ms"), (0.44, "0.4 ms"), (9.99, "10 ms"), (12.4, "12 ms"), (999.4, "999 ms"),
        (3_250, "3.25 s"), (3_200, "3.2 s"), (60_000, "60 s"), (-1, "-1 ms"),
    ])
    func `durations have the unit that fits`(milliseconds: Double, text: String) {
        #expect(Quantity.milliseconds(milliseconds) == text)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e308])
    func `no duration crashes`(milliseconds: Double) {
        #expect(!Quantity.milliseconds(milliseconds).isEmpty)
    }

    @Test(arguments: [
        (0, "0 B"), (1_023, "1,023 B"), (1_536, "1.5 KiB"), (64 << 20, "64 MiB"), (5 << 30, "5 GiB"),
        (Int.max, "8,388,608 TiB"),
    ])
    func `sizes have the unit that fits`(bytes: Int, text: String) {
        #expect(Quantity.bytes(bytes) == text)
    }

    @Test func `digits are grouped and nouns agree`() {
        #expect(Quantity.grouped(1_234_567) == "1,234,567")
        #expect(Quantity.grouped(Int.min).hasPrefix("-9,223,"))
        #expect(Quantity.count(1, "tool call") == "1 tool call")
        #expect(Quantity.count(0, "tool call") == "0 tool calls")
    }
}
