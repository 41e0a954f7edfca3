import Protocol
import Testing

@Suite struct IdentifierTests {
    @Test(arguments: ["s_a", "s_9f2c", "s_A.b-c_d~e", "s_" + String(repeating: "x", count: 126)])
    func `session ids of the allowed form are taken`(text: String) {
        #expect(SessionID(text)?.rawValue == text)
    }

    @Test(arguments: [
        "", "s_", "S_a", "s-a", "c_a", "s_a/b", "s_a b", "s_é", "s_a\n", "s_a\u{0}", "s_\u{301}a",
        "s_" + String(repeating: "x", count: 127),
    ])
    func `other session ids are refused`(text: String) {
        #expect(SessionID(text) == nil)
    }

    @Test func `call ids have a prefix and no control characters`() {
        #expect(CallID("c_é 1")?.rawValue == "c_é 1")
        #expect(CallID("c_") == nil)
        #expect(CallID("x_1") == nil)
        #expect(CallID("c_\u{7F}") == nil)
        #expect(CallID("c_" + String(repeating: "x", count: 255)) == nil)
    }

    @Test func `a bare call id of a runtime is shown with the prefix and sent back without`() throws {
        let bare = try #require(CallID(runtimeText: "f00d"))
        #expect(bare.rawValue == "c_f00d")
        #expect(bare.runtimeText == "f00d")
        #expect(bare == CallID("c_f00d"))
        #expect(Set([bare]).contains(try #require(CallID("c_f00d"))))
        let prefixed = try #require(CallID(runtimeText: "c_f00d"))
        #expect(prefixed.runtimeText == "c_f00d")
        #expect(CallID(runtimeText: "") == nil)
    }

    @Test func `generated ids are valid, versioned and different`() {
        var seen: Set<String> = []
        for _ in 0..<500 {
            let id = SessionID.generate()
            #expect(SessionID(id.rawValue) == id)
            #expect(id.rawValue.utf8.count == 38)
            let uuid = Array(id.rawValue.dropFirst(2))
            #expect(uuid[14] == "4")
            #expect("89ab".contains(uuid[19]))
            #expect(seen.insert(id.rawValue).inserted)
        }
        #expect(CallID(CallID.generate().rawValue) != nil)
        #expect(ReferenceID(ReferenceID.generate().rawValue) != nil)
        #expect(RuntimeID(RuntimeID.generate().rawValue) != nil)
    }

    @Test func `the same randomness gives the same id`() {
        var first = FixedGenerator(value: 0x0123_4567_89AB_CDEF)
        #expect(SessionID.generate(using: &first).rawValue == "s_01234567-89ab-4def-8123-456789abcdef")
    }
}

/// Gives one value for ever.
struct FixedGenerator: RandomNumberGenerator {
    let value: UInt64
    mutating func next() -> UInt64 { value }
}
