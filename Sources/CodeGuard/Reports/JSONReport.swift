extension Verdict {
    /// The verdict for machines: what `enclave check --json` prints.
    ///
    /// `{"valid", "allowed", "issues": [{"code", "severity", "message", "rule", "line", "column", …}], "score", …}`; lines
    /// and columns count from one.
    package func json() -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("valid", .boolean(isValid)), .init("allowed", .boolean(isAllowed)),
            .init("issues", .array(issues.map(\.json))), .init("truncated", .boolean(isTruncated)),
            .init("rulesExecuted", .integer(rulesExecuted)),
        ]
        if let preScan { members.append(.init("preScan", preScan.json)) }
        if let scoring {
            members.append(.init("score", scoring.score.map { .integer($0.total) } ?? .null))
            members.append(.init("scoring", scoring.json))
        }
        return .object(members)
    }
}

extension Issue {
    /// The issue as an object; positions only where it has one.
    package var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("code", .string(code.rawValue)), .init("severity", .string(severity.rawValue)),
            .init("message", .string(message)),
        ]
        if let rule { members.append(.init("rule", .string(rule))) }
        if range != nil {
            members += [
                .init("line", .integer(line)), .init("column", .integer(column)), .init("endLine", .integer(endLine)),
                .init("endColumn", .integer(endColumn)),
            ]
        }
        if !data.isEmpty {
            members.append(.init("data", .object(data.map { JSONValue.Member($0.key, $0.value.json) })))
        }
        return .object(members)
    }
}

extension IssueValue {
    fileprivate var json: JSONValue {
        switch self {
        case .string(let text): .string(text)
        case .number(let value): .integer(value)
        case .list(let texts): .array(texts.map { .string($0) })
        }
    }
}

extension PreScanStatistics {
    fileprivate var json: JSONValue {
        .members([
            "inputSize": .integer(inputBytes), "lineCount": .integer(lineCount),
            "maxLineLengthFound": .integer(lineLengthMax), "maxNestingDepthFound": .integer(nestingDepthMax),
            "regexCount": .integer(regExpCount), "totalStringContent": .integer(stringTotal),
            "unicodeIssueCount": .integer(unicodeIssueCount),
        ])
    }
}

extension ScoringResult {
    /// The result as an object, named as the reference names its members.
    package var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("allowed", .boolean(isAllowed)), .init("warned", .boolean(isWarned)),
            .init("cached", .boolean(isCached)),
        ]
        if let score {
            members += [
                .init("totalScore", .integer(score.total)), .init("riskLevel", .string(score.level.rawValue)),
                .init("signals", .array(score.signals.map(\.json))),
            ]
        }
        if let reason { members.append(.init("reason", .string(reason))) }
        return .object(members)
    }
}

extension RiskSignal {
    /// The signal as an object.
    package var json: JSONValue {
        .members([
            "id": .string(id), "score": .integer(score), "description": .string(description),
            "level": .string(level.rawValue),
        ])
    }
}
