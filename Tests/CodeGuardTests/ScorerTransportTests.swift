import CodeGuard
import JSON
import Synchronization
import Testing

/// Scorers that ask others, over a host that answers from a list.
@Suite struct ScorerTransportTests {
    private final class Host: Sendable {
        let answers: Mutex<[Result<ScorerResponse, ScorerError>]>
        let requests = Mutex<[ScorerRequest]>([])
        let waits = Mutex<[Duration]>([])

        init(_ answers: [Result<ScorerResponse, ScorerError>]) { self.answers = Mutex(answers) }

        var transport: ScorerTransport {
            ScorerTransport(
                send: { request in
                    self.requests.withLock { $0.append(request) }
                    return try self.answers.withLock {
                        $0.isEmpty ? .failure(ScorerError("no more")) : $0.removeFirst()
                    }
                    .get()
                },
                wait: { duration in self.waits.withLock { $0.append(duration) } })
        }
    }

    private func answer(_ text: String, status: Int = 200) -> Result<ScorerResponse, ScorerError> {
        .success(ScorerResponse(status: status, body: Array(text.utf8)))
    }

    private func features() throws -> Features {
        var policy = GuardPolicy(preset: GuardPreset.none)
        policy.scoring = ScoringPolicy()
        return try #require(CodeGuard.check("callTool('a:b', {password: 1})", policy).features)
    }

    @Test func `a service gets features and its answer becomes the score`() async throws {
        let host = Host([
            answer(
                #"{"score": 140, "risk": "high", "signals": [{"id": "X", "score": 7, "description": "d", "level": "low"}]}"#
            )
        ])
        let scorer = ExternalAPIScorer(
            url: "https://risk.example", apiKey: "k", headers: ["X-A": "b"], transport: host.transport)
        let score = try await scorer.score(features())
        #expect(score.total == 100 && score.signals.map(\.id) == ["X"])
        let request = try #require(host.requests.withLock { $0.first })
        #expect(request.headers["Authorization"] == "Bearer k" && request.headers["X-A"] == "b")
        let body = try JSONValue(parsing: request.body)
        #expect(body["version"] == .string("1.0"))
        #expect(body["features"]?["sensitive"]?["categories"] == .array([.string("authentication")]))
    }

    @Test func `a failure is tried again with growing pauses, then reported`() async throws {
        let host = Host([.failure(ScorerError("reset")), answer("{}", status: 503), answer(#"{"score": 5}"#)])
        let scorer = ExternalAPIScorer(url: "u", retries: 2, transport: host.transport)
        #expect(try await scorer.score(features()).total == 5)
        #expect(host.waits.withLock { $0 } == [.milliseconds(100), .milliseconds(200)])
        let failing = Host([answer("{}", status: 500), answer("{}", status: 500)])
        await #expect(throws: ScorerError("Failed to score after 2 attempts: status 500")) {
            try await ExternalAPIScorer(url: "u", transport: failing.transport).score(features())
        }
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"score": "1"}"#, #"{"score": 1, "risk": "huge"}"#, #"{"score": 1, "signals": [{}]}"#,
        #"{"score": 1, "signals": {}}"#, #"{"error": "no", "score": 1}"#, #"{"score": 1e999}"#,
        #"{"score": 1, "signals": [{"id": "a", "score": 1, "description": "d", "level": "odd"}]}"#,
    ])
    func `an answer that breaks the contract is a failure`(text: String) async throws {
        let host = Host([answer(text)])
        await #expect(throws: ScorerError.self) {
            try await ExternalAPIScorer(url: "u", retries: 0, transport: host.transport).score(features())
        }
    }

    @Test func `a model behind a chat endpoint is asked about data, and only its JSON counts`() async throws {
        let reply = JSONValue.object([
            "choices": .array([
                .object(["message": .object(["content": .string("Sure!\n```json\n{\"score\": 42}\n```")])])
            ])
        ])
        let host = Host([answer(reply.wholeText)])
        let scorer = ChatScorer(url: "http://models/v1/chat/completions", model: "m", transport: host.transport)
        #expect(try await scorer.score(features()).total == 42)
        let body = try JSONValue(parsing: try #require(host.requests.withLock { $0.first }).body)
        let messages = try #require(body["messages"]?.arrayValue)
        #expect(messages.count == 2 && body["model"] == .string("m"))
        let data = try JSONValue(parsing: try #require(messages.last?["content"]?.stringValue))
        #expect(data["summary"]?.stringValue?.contains("TOOLS: a:b") == true)
        await #expect(throws: ScorerError.self) {
            let other = Host([answer(#"{"choices": []}"#)])
            return try await ChatScorer(
                url: "u", model: "m", retries: 0, fallback: nil, transport: other.transport
            ).score(features())
        }
        let silent = ChatScorer(url: "u", model: "m", retries: 0, transport: Host([]).transport)
        #expect(try await silent.score(features()).signals.map(\.id) == ["SENSITIVE_FIELD"])
    }

    @Test func `keywords give the recorded signals`() async throws {
        let score = try await KeywordScorer().score(features())
        #expect(score.signals.map(\.id) == ["ML_CRITICAL_KEYWORD"] && score.total == 25)
        #expect(
            ScorePrompt.text(try features())
                == "TOOLS: a:b | ARGS: password | SENSITIVE: password | CATEGORIES: authentication | "
                + "PATTERNS: loops=0 tools_in_loops=0 sequence_len=1 | SIGNALS: limit=0 fanout=0 density=1.00")
    }
}

/// A clock that moves when it is told to.
final class ManualClock: Sendable {
    private let instant = Mutex(ContinuousClock.now)

    var now: ContinuousClock.Instant { instant.withLock { $0 } }

    func advance(by duration: Duration) { instant.withLock { $0 += duration } }
}
