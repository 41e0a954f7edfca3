import JSON
import Testing

@Suite struct HostileJSONTests {
    private func fault(_ text: String, limits: JSONLimits = .standard) -> JSONError? {
        fault(Array(text.utf8), limits: limits)
    }

    private func fault(_ bytes: [UInt8], limits: JSONLimits = .standard) -> JSONError? {
        do throws(JSONError) {
            _ = try JSONValue(parsing: bytes, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("", 0), (" ", 1), ("nul", 0), ("nulL", 0), ("True", 0), ("[", 1), ("]", 0), ("[1", 2), ("[1,", 3), ("[1,]", 3),
        ("[,1]", 1), ("[1 2]", 3), ("{", 1), ("{1", 1), (#"{"a""#, 4), (#"{"a":"#, 5), (#"{"a":1"#, 6),
        (#"{"a":1,}"#, 7),
        (#"{"a" 1}"#, 5), (#"{a:1}"#, 1), ("01", 0), ("-", 1), ("-a", 1), ("1.", 2), (".5", 0), ("1e", 2), ("1e+", 3),
        ("+1", 0), ("1 2", 2), ("{}x", 2), ("[}", 1), (#"{"a":1]"#, 6), ("'a'", 0), (#""a"#, 2), (#""\"#, 2),
        (#""\x""#, 1),
        (#""\u12""#, 1), (#""\u12g4""#, 1), ("\"\n\"", 1), ("\"\u{0}\"", 1), ("NaN", 0), ("Infinity", 0),
        ("// c", 0), ("\u{FEFF}1", 0), ("1\u{A0}", 1),
    ])
    func `what is not JSON is refused at its byte`(text: String, offset: Int) {
        let fault = fault(text)
        #expect(fault?.reason == .syntax)
        #expect(fault?.offset == offset, "\(text)")
    }

    @Test(
        arguments: [
            ([0x22, 0xFF, 0x22], 1), ([0x22, 0x61, 0xC3, 0x22], 2), ([0x22, 0xC0, 0x80, 0x22], 1),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], 1), ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1),
            ([0x22, 0x5C, 0x6E, 0x80, 0x22], 3),
        ] as [([UInt8], Int)])
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8], offset: Int) {
        let fault = fault(bytes)
        #expect(fault?.reason == .invalidUTF8)
        #expect(fault?.offset == offset)
    }

    @Test func `every prefix of valid text is refused without harm`() throws {
        let text = #"{"a":[1,-2.5e+3,true,null,"x\u00e9\ud83d\ude00é"],"b":{"c":{}},"d":[]}"#
        let bytes = Array(text.utf8)
        #expect(fault(bytes) == nil)
        for count in 0..<bytes.count { #expect(fault(Array(bytes[..<count])) != nil, "\(count)") }
    }

    @Test func `every single byte changed is read or refused`() {
        let bytes = Array(#"{"a":[1,-2.5e+3,true,null,"x\u00e9é"],"b":{}}"#.utf8)
        for offset in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = bytes
                changed[offset] = byte
                if fault(changed) == nil { #expect(throws: Never.self) { try JSONValue(parsing: changed).bytes() } }
            }
        }
    }

    @Test(arguments: ["[", #"{"a":"#, #"[{"a":"#])
    func `nesting beyond the limit is refused`(opening: String) {
        #expect(fault(String(repeating: opening, count: 1_000_000))?.reason == .depthLimit)
    }

    @Test func `nesting up to the limit is read, compared, written and freed`() throws {
        let depth = JSONLimits.standard.depthMax
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        let value = try JSONValue(parsing: text)
        #expect(value == value)
        #expect(try value.text() == text)
        let deeper = JSONValue.array([value])
        #expect(throws: JSONError.self) { try deeper.text() }
    }

    @Test func `text, values and numbers are limited`() {
        #expect(fault("[1,2,3]", limits: JSONLimits(bytesMax: 6))?.reason == .sizeLimit)
        #expect(fault("[1,2,3]", limits: JSONLimits(bytesMax: 7)) == nil)
        #expect(fault("[1,2,3]", limits: JSONLimits(valuesMax: 3))?.reason == .valueLimit)
        #expect(fault("[1,2,3]", limits: JSONLimits(valuesMax: 4)) == nil)
        #expect(fault("1e400")?.reason == .numberLimit)
        #expect(fault("-1e400")?.reason == .numberLimit)
        #expect(fault(String(repeating: "9", count: 2000))?.reason == .numberLimit)
        #expect(fault("1e" + String(repeating: "9", count: 100_000))?.reason == .numberLimit)
        #expect(fault("[" + String(repeating: "0,", count: 2_000_000) + "0]")?.reason == .valueLimit)
    }

    @Test(.timeLimit(.minutes(1)))
    func `reading takes time in proportion to the text`() throws {
        // Were the values so far copied for each container, this would take hours.
        for element in ["[0]", #"{"a":0}"#] {
            let text = "[" + String(repeating: element + ",", count: 120_000) + "0]"
            #expect(try JSONValue(parsing: text).arrayValue?.count == 120_001)
        }
        let object = "{" + (0..<40_000).map { "\"key \($0)\":0" }.joined(separator: ",") + "}"
        #expect(try JSONValue(parsing: object).objectValue?.count == 40_000)
    }

    @Test func `a long number that fits is read`() throws {
        let text = "0." + String(repeating: "0", count: 300) + String(repeating: "7", count: 700)
        #expect(try JSONValue(parsing: text).doubleValue == 7.777777777777778e-301)
    }

    @Test func `writing stops at the limit`() {
        let value = JSONValue.array(Array(repeating: .string("0123456789"), count: 1000))
        #expect(throws: JSONError.self) { try value.bytes(limits: JSONLimits(bytesMax: 100)) }
        #expect(throws: Never.self) { try value.bytes(limits: JSONLimits(bytesMax: 13_001)) }
        #expect(throws: JSONError.self) { try value.bytes(limits: JSONLimits(bytesMax: 13_000)) }
    }

    @Test func `keys that hash alike in Swift do not slow an object down`() throws {
        // Reorderings of the same marks are one string to Swift and many keys to JSON.
        let marks: [Unicode.Scalar] = ["\u{301}", "\u{323}", "\u{327}", "\u{328}", "\u{31B}", "\u{334}", "\u{345}"]
        var texts: [[Unicode.Scalar]] = [[]]
        for mark in marks {
            texts = texts.flatMap { text in
                (0...text.count).map { position in
                    var longer = text
                    longer.insert(mark, at: position)
                    return longer
                }
            }
        }
        let object = texts.map { text in
            var key = "a"
            key.unicodeScalars.append(contentsOf: text)
            return "\"\(key)\":1"
        }
        let value = try JSONValue(parsing: "{" + object.joined(separator: ",") + "}")
        #expect(value.objectValue?.count == 5040)
    }
}
