internal import JSON

/// Asks a service: POST of `{"features", "version": "1.0"}`, answered by `{"score", "risk"?, "signals"?, "error"?}`.
package struct ExternalAPIScorer: Scorer {
    /// `external-api`.
    package let name = "external-api"

    private let url: String
    private let headers: [String: String]
    private let timeout: Duration
    private let attempts: Int
    private let transport: ScorerTransport

    /// A scorer at an address; `retries` from 0 to 10 further attempts follow a failure.
    package init(
        url: String, apiKey: String? = nil, headers: [String: String] = [:], timeout: Duration = .seconds(5),
        retries: Int = 1, transport: ScorerTransport
    ) {
        self.url = url
        self.timeout = timeout
        self.transport = transport
        attempts = 1 + max(0, min(10, retries))
        var fields = headers
        fields["Content-Type"] = "application/json"
        if let apiKey { fields["Authorization"] = "Bearer \(apiKey)" }
        self.headers = fields
    }

    /// The score of the service, clamped to 0…100.
    package func score(_ features: Features) async throws -> RiskScore {
        let body: JSONValue = .object(["features": features.json, "version": .string("1.0")])
        let request = ScorerRequest(url: url, headers: headers, body: try body.reportText(), timeout: timeout)
        return try await transport.send(request, attempts: attempts) { response in
            try RiskScore(answer: JSONValue(parsing: response.body))
        }
    }
}

extension RiskScore {
    /// Reads `{"score", "risk"?, "signals"?, "error"?}`.
    init(answer: JSONValue) throws(ScorerError) {
        if let error = answer["error"], error != .null { throw ScorerError(error.stringValue ?? error.description) }
        guard let score = answer["score"]?.doubleValue, score.isFinite else {
            throw ScorerError("no score in the answer")
        }
        if let risk = answer["risk"], risk != .null, RiskLevel(rawValue: risk.stringValue ?? "") == nil {
            throw ScorerError("unknown risk in the answer")
        }
        var signals: [RiskSignal] = []
        if let list = answer["signals"], list != .null {
            guard let entries = list.arrayValue, entries.count <= 1_000 else { throw ScorerError("malformed signals") }
            for entry in entries { signals.append(try RiskSignal(answer: entry)) }
        }
        self.init(total: Int(max(0, min(100, score.rounded()))), signals)
    }
}

extension RiskSignal {
    fileprivate init(answer: JSONValue) throws(ScorerError) {
        guard let id = answer["id"]?.stringValue, let score = answer["score"]?.doubleValue, score.isFinite,
            let description = answer["description"]?.stringValue,
            let level = answer["level"]?.stringValue.flatMap(RiskLevel.init(rawValue:))
        else { throw ScorerError("malformed signal") }
        self.init(
            id: String(id.prefix(100)), score: Int(max(0, min(100, score.rounded()))),
            description: String(description.prefix(1_000)), level: level)
    }
}
