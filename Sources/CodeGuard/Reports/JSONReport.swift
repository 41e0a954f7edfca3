package import JSON

extension Verdict {
    /// The verdict for machines: what `enclave check --json` prints.
    ///
    /// `{"valid", "allowed", "issues": [{"code", "severity", "message", "rule", "line", "column", …}], "score", …}`; lines
    /// and columns count from one.
    package func json() -> JSONValue {
        var members: JSONObject = [
            "valid": .bool(isValid), "allowed": .bool(isAllowed), "issues": .array(issues.map(\.json)),
            "truncated": .bool(isTruncated), "rulesExecuted": .integer(rulesExecuted),
        ]
        if let preScan { members["preScan"] = preScan.json }
        if let scoring {
            members["score"] = scoring.score.map { .integer($0.total) } ?? .null
            members["scoring"] = scoring.json
        }
        return .object(members)
    }
}

extension Issue {
    /// The issue as an object; positions only where it has one.
    package var json: JSONValue {
        var members: JSONObject = [
            "code": .string(code.rawValue), "severity": .string(severity.rawValue), "message": .string(message),
        ]
        if let rule { members["rule"] = .string(rule) }
        if range != nil {
            members["line"] = .integer(line)
            members["column"] = .integer(column)
            members["endLine"] = .integer(endLine)
            members["endColumn"] = .integer(endColumn)
        }
        if !data.isEmpty {
            members["data"] = .object(data.reduce(into: JSONObject()) { $0[$1.key] = $1.value.json })
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
        .object([
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
        var members: JSONObject = [
            "allowed": .bool(isAllowed), "warned": .bool(isWarned), "cached": .bool(isCached),
        ]
        if let score {
            members["totalScore"] = .integer(score.total)
            members["riskLevel"] = .string(score.level.rawValue)
            members["signals"] = .array(score.signals.map(\.json))
        }
        if let reason { members["reason"] = .string(reason) }
        return .object(members)
    }
}

extension RiskSignal {
    /// The signal as an object.
    package var json: JSONValue {
        .object([
            "id": .string(id), "score": .integer(score), "description": .string(description),
            "level": .string(level.rawValue),
        ])
    }
}

extension JSONValue {
    /// The text of a report. Its size follows from what is reported, which `GuardPolicy.issuesMax` bounds.
    package func reportText(_ format: JSONFormat = .line) throws(JSONError) -> String {
        try text(limits: .anyLength, format: format)
    }
}
