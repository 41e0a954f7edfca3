/// Something that judges a program by its features: rules, a model, or a service.
///
/// A scorer that talks to a network gets its connection from the host (`ScorerTransport`): this module does no input or
/// output of its own.
package protocol Scorer: Sendable {
    /// Its name in results: `rule-based`, `external-api`, `local-llm`, `progressive`.
    var name: String { get }
    /// The score.
    func score(_ features: Features) async throws -> RiskScore
}

extension RuleBasedScorer: Scorer {
    /// `rule-based`.
    package var name: String { "rule-based" }

    /// See `score(_:)`.
    package func score(_ features: Features) async throws -> RiskScore {
        let judge: (Features) -> RiskScore = score
        return judge(features)
    }
}

/// Why there is no score.
package struct ScorerError: Error, Hashable, CustomStringConvertible {
    /// In words.
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// A request that a scorer wants the host to send.
package struct ScorerRequest: Sendable, Hashable {
    /// The address.
    package let url: String
    /// Header fields, `Content-Type` and `Authorization` among them.
    package let headers: [String: String]
    /// The body: JSON.
    package let body: String
    /// How long the host waits for the whole answer.
    package let timeout: Duration
}

/// The answer to it.
package struct ScorerResponse: Sendable, Hashable {
    /// The status of HTTP.
    package let status: Int
    /// The body, at most `bytesMax` of it.
    package let body: [UInt8]

    /// Longest body that is read.
    package static let bytesMax = 1 << 20

    package init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

/// The host's means: how requests are sent, and how time passes.
package struct ScorerTransport: Sendable {
    /// Sends a request. Throws when there is no answer in time.
    package let send: @Sendable (ScorerRequest) async throws -> ScorerResponse
    /// Waits before another attempt.
    package let wait: @Sendable (Duration) async throws -> Void

    /// Means of the host. Either may throw; what `send` throws is a failed attempt.
    package init(
        send: @escaping @Sendable (ScorerRequest) async throws -> ScorerResponse,
        wait: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.send = send
        self.wait = wait
    }

    /// Sends a request and tries again after a failure: `attempts` times, with 100 ms, 200 ms, 400 ms … between.
    func send<Answer>(
        _ request: ScorerRequest, attempts: Int, _ read: @Sendable (ScorerResponse) throws -> Answer
    ) async throws -> Answer {
        var problem = "no attempt was made"
        for attempt in 0..<attempts {
            do {
                let response = try await send(request)
                guard (200..<300).contains(response.status) else { throw ScorerError("status \(response.status)") }
                guard response.body.count <= ScorerResponse.bytesMax else {
                    throw ScorerError("the answer is too long")
                }
                return try read(response)
            } catch let error as CancellationError {
                throw error
            } catch {
                problem = "\(error)"
            }
            if attempt + 1 < attempts { try await wait(.milliseconds(100 << attempt)) }
        }
        throw ScorerError("Failed to score after \(attempts) attempts: \(problem)")
    }
}
