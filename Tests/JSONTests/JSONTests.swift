import JSON
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-1", "9223372036854775807", "-9223372036854775808", "1.5", "-0", "1e+100",
        #""""#, #""é😀""#, #""\u0000\u001f\"\\\n""#, "[]", "{}", "[[[]]]", #"{"b":1,"a":[null,{"c":"d"}]}"#,
    ])
    func `canonical text survives reading and writing`(text: String) throws {
        #expect(try JSONValue(parsing: text).text() == text)
    }

    @Test(arguments: [
        ("1.0", "1"), ("1e2", "100"), ("0.1e1", "1"), ("-0.0", "-0"), (#""\/""#, #""/""#), (#""\u0041""#, #""A""#),
        (#""\ud83d\ude00""#, #""😀""#), (" [ 1 , 2 ]\r\n\t", "[1,2]"), (#"{"a":1,"b":2,"a":3}"#, #"{"a":3,"b":2}"#),
        ("12345678901234567890", "1.2345678901234567e+19"), ("1e-400", "0"), (#""\b\f\r\t""#, #""\b\f\r\t""#),
    ])
    func `other spellings are written in one form`(text: String, expected: String) throws {
        #expect(try JSONValue(parsing: text).text() == expected)
    }

    @Test(arguments: [#""\ud800""#, #""\udc00""#, #""\ud800\ud800""#, #""\ud800\u0041""#, #""\ud800x""#])
    func `a lone surrogate reads as the replacement character`(text: String) throws {
        let value = try #require(try JSONValue(parsing: text).stringValue)
        #expect(value.unicodeScalars.first == "\u{FFFD}")
    }

    @Test func `numbers that are not finite are written as null`() throws {
        #expect(
            try JSONValue.array([.number(.nan), .number(.infinity), .number(-.infinity)]).text()
                == "[null,null,null]")
    }

    @Test func `integers stay exact and doubles come back`() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let integer = Int(truncatingIfNeeded: generator.next())
            #expect(try JSONValue(parsing: JSONValue.integer(integer).text()) == .integer(integer))
            let double = Double(bitPattern: generator.next())
            guard double.isFinite else { continue }
            #expect(try JSONValue(parsing: JSONValue.number(double).text()).doubleValue == double)
        }
    }

    @Test func `numbers are equal by value and text by its bytes`() {
        #expect(JSONValue.integer(1) == .number(1))
        #expect(JSONValue.integer(.max) != .number(9_223_372_036_854_775_808))
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    }

    @Test func `objects keep their order and compare without it`() throws {
        let value = try JSONValue(parsing: #"{"z":1,"a":2}"#)
        #expect(value.objectValue.map { Array($0.keys) } == ["z", "a"])
        #expect(value == ["a": 2, "z": 1])
    }

    @Test(arguments: [3, 12, 13, 1000])
    func `objects of any size find, replace and remove members`(count: Int) {
        var object = JSONObject()
        for index in 0..<count { object["k\(index)"] = .integer(index) }
        #expect(object.count == count)
        for index in 0..<count { #expect(object["k\(index)"] == .integer(index)) }
        object["k1"] = "new"
        object["k0"] = nil
        #expect(object.count == count - 1)
        #expect(object["k0"] == nil)
        #expect(object["k1"] == "new")
        #expect(object["k\(count - 1)"] == .integer(count - 1))
        #expect(object["none"] == nil)
    }

    @Test func `keys that only look alike are different keys`() throws {
        let value = try JSONValue(parsing: #"{"\u00e9":1,"e\u0301":2}"#)
        #expect(value.objectValue?.count == 2)
        #expect(value["\u{E9}"] == 1)
        #expect(value["e\u{301}"] == 2)
    }

    @Test func `views give nil for other types`() {
        let value: JSONValue = ["a": [1, 2.5, "x", true]]
        #expect(value["a"]?[0]?.intValue == 1)
        #expect(value["a"]?[1]?.doubleValue == 2.5)
        #expect(value["a"]?[1]?.intValue == nil)
        #expect(value["a"]?[2]?.stringValue == "x")
        #expect(value["a"]?[3]?.boolValue == true)
        #expect(value["a"]?[4] == nil)
        #expect(value[0] == nil)
        #expect(value["b"] == nil)
        #expect(JSONValue.number(1e300).intValue == nil)
    }
}
