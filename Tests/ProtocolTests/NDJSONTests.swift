import JSON
import Protocol
import Testing

@Suite struct NDJSONTests {
    private func lines(_ chunks: [[UInt8]], lineBytesMax: Int = 1000) throws -> [String] {
        var splitter = LineSplitter(lineBytesMax: lineBytesMax)
        var lines: [String] = []
        for chunk in chunks {
            splitter.append(chunk)
            while let line = try splitter.next() { lines.append(String(decoding: line, as: UTF8.self)) }
        }
        if let line = try splitter.finish() { lines.append(String(decoding: line, as: UTF8.self)) }
        return lines
    }

    @Test func `lines come out the same however the bytes come in`() throws {
        let bytes = Array("  {\"a\":1}\r\n\n \t\r\n{\"é😀\":2}\nlast".utf8)
        let expected = ["{\"a\":1}", "{\"é😀\":2}", "last"]
        for size in 1...bytes.count {
            let chunks = stride(from: 0, to: bytes.count, by: size).map {
                Array(bytes[$0..<min($0 + size, bytes.count)])
            }
            #expect(try lines(chunks) == expected, "chunks of \(size)")
        }
        #expect(try lines([]) == [])
        #expect(try lines([Array("a\n".utf8)]) == ["a"])
    }

    @Test func `a line that is too long is refused before it is complete`() throws {
        #expect(try lines([Array("12345\n".utf8)], lineBytesMax: 5) == ["12345"])
        #expect(throws: ProtocolError.self) { try lines([Array("123456".utf8)], lineBytesMax: 5) }
        #expect(throws: ProtocolError.self) { try lines([Array("1\n123456\n".utf8)], lineBytesMax: 5) }
        #expect(throws: ProtocolError.self) { try lines([Array("123".utf8), Array("456".utf8)], lineBytesMax: 5) }
    }

    @Test func `bad lines are reported and reading goes on`() throws {
        var decoder = NDJSON.Decoder()
        decoder.append(Array((EventTests.examples[0] + "\nnonsense\n{}\n" + EventTests.examples[5]).utf8))
        var items: [NDJSON.Decoder.Item] = []
        while let item = try decoder.next() { items.append(item) }
        if let item = try decoder.finish() { items.append(item) }
        let kinds = items.map { item in
            if case .event(let event) = item { event.type.rawValue } else { "skipped" }
        }
        #expect(kinds == ["session_init", "skipped", "skipped", "stdout"])
    }

    @Test func `a final too large to send ends the session as a failure`() throws {
        let sessionID = try #require(SessionID("s_1"))
        let stats = ExecutionStats(durationMilliseconds: 1, toolCallCount: 2, stdoutBytes: 3)
        let large = JSONValue.string(String(repeating: "x", count: NDJSON.writtenLineBytesMax))
        let final = Event(
            sessionID: sessionID, sequence: 9, payload: .final(Final(.success(result: large), stats: stats)))
        let event = try NDJSON.event(try NDJSON.line(final).dropLast())
        guard case .final(let sent) = event.payload, case .failure(let info) = sent.outcome else {
            Issue.record("\(event.type)")
            return
        }
        #expect(info.code == .serializationLimitExceeded)
        #expect(sent.stats == stats)
        #expect(event.sequence == 9)
        let chunk = Event(
            sessionID: sessionID, sequence: 1,
            payload: .stdout(chunk: String(repeating: "x", count: NDJSON.writtenLineBytesMax)))
        #expect(throws: ProtocolError.self) { try NDJSON.line(chunk) }
    }

    @Test func `a result nested too deeply ends the session as a failure`() throws {
        var value = JSONValue.null
        for _ in 0..<2000 { value = .array([value]) }
        let event = Event(
            sessionID: try #require(SessionID("s_1")), sequence: 1, payload: .final(Final(.success(result: value))))
        let text = String(decoding: try NDJSON.line(event), as: UTF8.self)
        #expect(text.contains("SERIALIZATION_LIMIT_EXCEEDED"))
    }
}
