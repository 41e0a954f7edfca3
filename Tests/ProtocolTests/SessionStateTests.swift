import JSON
import Protocol
import Testing

@Suite struct SessionStateTests {
    @Test func `a session goes the ways of the protocol and no other`() {
        let moves: [SessionState: Set<SessionState>] = [
            .starting: [.running, .failed, .cancelled],
            .running: [.waitingForTool, .completed, .failed, .cancelled],
            .waitingForTool: [.running, .failed, .cancelled],
        ]
        for from in SessionState.allCases {
            for to in SessionState.allCases {
                #expect(from.canBecome(to) == (moves[from] ?? []).contains(to), "\(from.rawValue) to \(to.rawValue)")
            }
            #expect(from.isTerminal == (moves[from] == nil))
        }
    }

    @Test func `information about sessions comes back`() throws {
        let info = SessionInfo(
            sessionID: try #require(SessionID("s_1")), state: .waitingForTool,
            createdAt: Timestamp(millisecondsSinceEpoch: 1_772_352_000_000),
            expiresAt: Timestamp(millisecondsSinceEpoch: 1_772_352_060_000), durationMilliseconds: 12.5,
            toolCallCount: 3)
        let text =
            #"{"sessionId":"s_1","state":"waiting_for_tool","createdAt":1772352000000,"expiresAt":1772352060000,"stats":{"duration":12.5,"toolCallCount":3}}"#
        #expect(try info.json.jsonText() == text)
        #expect(try SessionInfo(json: JSONValue.parse(text)) == info)
        let list = SessionList(sessions: [info, info])
        #expect(try SessionList(json: list.json) == list)
        #expect(list.total == 2)
        #expect(throws: ProtocolError.self) { try SessionInfo(json: [:]) }
    }
}
