import Protocol
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00.000Z", 0), ("2026-03-01T08:01:00.000Z", 1_772_352_060_000),
        ("2000-02-29T23:59:59.999Z", 951_868_799_999), ("1969-12-31T23:59:59.999Z", -1),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999), ("0000-01-01T00:00:00.000Z", -62_167_219_200_000),
    ])
    func `text and number say the same`(text: String, milliseconds: Int) {
        #expect(Timestamp(iso8601: text)?.millisecondsSinceEpoch == milliseconds)
        #expect(Timestamp(millisecondsSinceEpoch: milliseconds).iso8601 == text)
    }

    @Test(arguments: [
        ("2026-03-01T08:01Z", 1_772_352_060_000), ("2026-03-01T08:01:00Z", 1_772_352_060_000),
        ("2026-03-01T08:01:00.5Z", 1_772_352_060_500), ("2026-03-01T08:01:00.12Z", 1_772_352_060_120),
        ("2026-03-01T08:01:00.123999Z", 1_772_352_060_123),
    ])
    func `seconds and fraction are optional`(text: String, milliseconds: Int) {
        #expect(Timestamp(iso8601: text)?.millisecondsSinceEpoch == milliseconds)
    }

    @Test(arguments: [
        "", "2026-03-01", "2026-03-01T08:01:00", "2026-03-01T08:01:00+00:00", "2026-03-01 08:01:00Z",
        "2026-13-01T08:01:00Z", "2026-00-01T08:01:00Z", "2026-02-29T08:01:00Z", "1900-02-29T00:00:00Z",
        "2026-04-31T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T08:60:00Z", "2026-03-01T08:01:60Z",
        "2026-03-01T08:01:00.Z", "2026-03-01T08:01:00z", "2026-03-01T08:01:00Zx", "+2026-03-01T08:01:00Z",
        "2026-03-01T08:01:00.000000000000000000000000000000000000000000000000Z", "2026-3-1T08:01:00Z",
    ])
    func `any other form is refused`(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test func `every day of four centuries comes back`() {
        for day in stride(from: -146_097, to: 146_097, by: 1) {
            let time = Timestamp(millisecondsSinceEpoch: day * 86_400_000 + 45_296_789)
            #expect(Timestamp(iso8601: time.iso8601) == time)
        }
    }

    @Test func `times out of range stop at the bounds`() {
        #expect(Timestamp(millisecondsSinceEpoch: .max).iso8601 == "9999-12-31T23:59:59.999Z")
        #expect(Timestamp(millisecondsSinceEpoch: .min).iso8601 == "0000-01-01T00:00:00.000Z")
        #expect(Timestamp(millisecondsSinceEpoch: 5).adding(milliseconds: .max).iso8601.hasPrefix("9999"))
        #expect(Timestamp(millisecondsSinceEpoch: -5).adding(milliseconds: .min).iso8601.hasPrefix("0000"))
        #expect(Timestamp(millisecondsSinceEpoch: 5) < Timestamp(millisecondsSinceEpoch: 6))
    }
}
