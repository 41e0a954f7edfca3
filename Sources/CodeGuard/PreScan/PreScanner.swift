import JavaScriptSyntax

/// Layer 0: looks at the raw text before anything parses it.
///
/// ```
///  bytes ─▶ TextMeasure ─▶ CharacterScan ─▶ LexicalScan ─▶ PreScanResult
///           size, lines    bidi, invisible  brackets, operators, regular expressions, strings
/// ```
///
/// Every check is linear in the text and holds nothing that grows with it. The first error ends the scan.
package struct PreScanner: Sendable {
    /// The limits in force, none above its cap.
    package let limits: PreScanLimits

    /// A scanner with the limits of a preset.
    package init(_ preset: PreScanPreset = .standard) { self.init(PreScanLimits(preset)) }

    /// A scanner with limits of its own, which are clamped to the caps.
    package init(_ limits: PreScanLimits) { self.limits = limits.clamped }

    /// Judges a text. Malformed UTF-8 is the parser's business: each wrong byte counts as one character here.
    package func scan(_ source: String) -> PreScanResult { scan(Array(source.utf8)) }

    /// Judges a text given as UTF-8.
    package func scan(_ bytes: [UInt8]) -> PreScanResult {
        var result = PreScanResult()
        result.statistics.inputBytes = bytes.count
        do throws(PreScanStop) {
            let measure = try checkSize(bytes, &result)
            try checkCharacters(bytes, measure, &result)
            try checkLexically(bytes, measure, &result)
        } catch {
            result.issues.append(error.issue)
        }
        return result
    }

    /// Whether a text passes the checks of sizes, characters and nesting.
    package func quickValidate(_ source: String) -> Bool {
        var relaxed = limits
        relaxed.regExpMode = .allow
        relaxed.regExpCountMax = .max
        relaxed.regExpLengthMax = .max
        relaxed.stringLengthMax = .max
        relaxed.stringTotalMax = .max
        return PreScanner(unclamped: relaxed).scan(source).isValid
    }

    private init(unclamped limits: PreScanLimits) { self.limits = limits }

    // MARK: Sizes

    private func checkSize(_ bytes: [UInt8], _ result: inout PreScanResult) throws(PreScanStop) -> TextMeasure {
        if bytes.isEmpty {
            throw PreScanStop(.preScanInputTooLarge, "Empty input is not a valid source")
        }
        if bytes.count > limits.inputBytesMax {
            let message =
                "Input size \(size(bytes.count)) exceeds maximum allowed (\(size(limits.inputBytesMax)))"
            throw PreScanStop(.preScanInputTooLarge, message, actual: bytes.count, limit: limits.inputBytesMax)
        }
        let measure = TextMeasure(bytes, lineLengthMax: limits.lineLengthMax)
        result.statistics.lineCount = measure.lineCount
        result.statistics.lineLengthMax = measure.longestLine
        if let offset = measure.nullOffset {
            throw PreScanStop(.preScanNullByte, "Null byte (U+0000) in the source", at: offset)
        }
        if let offset = measure.longLineOffset {
            let message =
                "Line length \(measure.longestLine) exceeds maximum allowed (\(limits.lineLengthMax))"
            throw PreScanStop(
                .preScanLineTooLong, message, at: offset, actual: measure.longestLine, limit: limits.lineLengthMax)
        }
        if measure.lineCount > limits.linesMax {
            let message = "Line count \(measure.lineCount) exceeds maximum allowed (\(limits.linesMax))"
            throw PreScanStop(
                .preScanTooManyLines, message, actual: measure.lineCount, limit: limits.linesMax)
        }
        return measure
    }

    private func size(_ bytes: Int) -> String {
        func tenths(_ unit: Int) -> String { "\(bytes / unit).\(bytes % unit * 10 / unit)" }
        if bytes < 1 << 10 { return "\(bytes)B" }
        return bytes < 1 << 20 ? tenths(1 << 10) + "KB" : tenths(1 << 20) + "MB"
    }

    // MARK: Characters

    private func checkCharacters(
        _ bytes: [UInt8], _ measure: TextMeasure, _ result: inout PreScanResult
    ) throws(PreScanStop) {
        if measure.isASCII || !limits.checksUnicode { return }
        let scan = CharacterScan(bytes, findsHomographs: limits.homographs == .everywhere)
        if limits.blocksBidirectional, let hit = scan.bidirectional {
            result.statistics.unicodeIssueCount += 1
            let name = UnicodeHazards.bidirectionalName(hit.scalar)
            throw PreScanStop(
                .preScanBidirectional,
                "Bidirectional control character \(name) (\(codePoint(hit.scalar))) can hide the true order of code",
                at: hit.offset, length: hit.length,
                data: [
                    Issue.Datum(key: "charCode", value: .number(Int(hit.scalar))),
                    Issue.Datum(key: "charName", value: .string(name)),
                    Issue.Datum(key: "attackType", value: .string("trojan_source")),
                ])
        }
        if limits.blocksInvisible, let first = scan.invisible.first {
            result.statistics.unicodeIssueCount += 1
            let kind = Issue.Datum(key: "attackType", value: .string("invisible_chars"))
            if scan.invisibleCount > 3 {
                let positions = scan.invisible.map { String($0.offset) }
                throw PreScanStop(
                    .preScanUnicode, "\(scan.invisibleCount) invisible characters in the source", at: first.offset,
                    length: first.length,
                    data: [
                        Issue.Datum(key: "count", value: .number(scan.invisibleCount)),
                        Issue.Datum(key: "positions", value: .list(positions)), kind,
                    ])
            }
            result.issues.append(
                PreScanStop(
                    .preScanUnicode, "Invisible character (\(codePoint(first.scalar))) in the source",
                    at: first.offset, length: first.length,
                    data: [Issue.Datum(key: "charCode", value: .number(Int(first.scalar))), kind]
                ).issue(.warning))
        }
        if let hit = scan.homograph { throw homograph(hit, &result) }
    }

    private func homograph(_ hit: CharacterScan.Hit, _ result: inout PreScanResult) -> PreScanStop {
        result.statistics.unicodeIssueCount += 1
        let entry = UnicodeHazards.preScanHomographs.first { $0.scalar == hit.scalar }
        let lookalike = entry.map { String($0.lookalike) } ?? ""
        let script = entry?.script ?? ""
        return PreScanStop(
            .preScanHomograph,
            "\(script) character (\(codePoint(hit.scalar))) looks like Latin '\(lookalike)'",
            at: hit.offset, length: hit.length,
            data: [
                Issue.Datum(key: "charCode", value: .number(Int(hit.scalar))),
                Issue.Datum(key: "confusedWith", value: .string(lookalike)),
                Issue.Datum(key: "charName", value: .string(script)),
                Issue.Datum(key: "attackType", value: .string("homograph")),
            ])
    }

    private func codePoint(_ scalar: UInt32) -> String { UnicodeHazards.codePointName(scalar) }

    // MARK: Tokens

    private func checkLexically(
        _ bytes: [UInt8], _ measure: TextMeasure, _ result: inout PreScanResult
    ) throws(PreScanStop) {
        let scope: HomographScope? = measure.isASCII || !limits.checksUnicode ? nil : limits.homographs
        var scan = LexicalScan(bytes, limits, homographs: scope == .everywhere ? nil : scope)
        scan.run()
        result.statistics.nestingDepthMax = scan.deepest
        result.statistics.regExpCount = scan.regExpCount
        result.statistics.stringTotal = scan.stringTotal
        if let hit = scan.homograph { throw homograph(hit, &result) }
        if let offset = scan.nestingOffset {
            let message = "Nesting depth \(scan.deepest) exceeds maximum allowed (\(limits.nestingDepthMax))"
            throw PreScanStop(
                .preScanNesting, message, at: offset, actual: scan.deepest, limit: limits.nestingDepthMax)
        }
        if let run = scan.operatorSpam {
            let limit = limits.consecutiveOperatorsMax
            let message = "\(run.count) consecutive operator characters exceeds maximum allowed (\(limit))"
            throw PreScanStop(
                .preScanOperators, message, at: run.offset, length: run.count, actual: run.count, limit: limit)
        }
        try checkRegExps(scan, bytes, &result)
        if let string = scan.longString {
            let limit = limits.stringLengthMax
            let message = "String length \(string.length) exceeds maximum allowed (\(limit))"
            throw PreScanStop(
                .preScanStringTooLong, message, at: string.offset, actual: string.length, limit: limit)
        }
        if scan.stringTotal > limits.stringTotalMax {
            let limit = limits.stringTotalMax
            let message = "Total string content \(scan.stringTotal) exceeds maximum allowed (\(limit))"
            throw PreScanStop(.preScanStringTotal, message, actual: scan.stringTotal, limit: limit)
        }
    }

    private func checkRegExps(
        _ scan: LexicalScan, _ bytes: [UInt8], _ result: inout PreScanResult
    ) throws(PreScanStop) {
        if scan.regExpCount > limits.regExpCountMax {
            let limit = limits.regExpCountMax
            let message = "Regular expression count \(scan.regExpCount) exceeds maximum allowed (\(limit))"
            throw PreScanStop(
                .preScanRegExpCount, message, at: scan.regExps.last?.offset ?? 0, actual: scan.regExpCount,
                limit: limit)
        }
        for literal in scan.regExps {
            let pattern = String(decoding: bytes[literal.pattern], as: UTF8.self)
            let shown = "/\(pattern.prefix(50))\(pattern.count > 50 ? "..." : "")/"
            let named = Issue.Datum(key: "pattern", value: .string(String(pattern.prefix(500))))
            if limits.regExpMode == .block {
                throw PreScanStop(
                    .preScanRegExpBlocked, "Regular expression literals are not allowed: \(shown)",
                    at: literal.offset, length: literal.length, data: [named])
            }
            let length = pattern.utf16.count
            if length > limits.regExpLengthMax {
                let message =
                    "Regular expression length \(length) exceeds maximum allowed (\(limits.regExpLengthMax)): \(shown)"
                throw PreScanStop(
                    .preScanRegExpTooLong, message, at: literal.offset, length: literal.length, actual: length,
                    limit: limits.regExpLengthMax)
            }
            guard limits.regExpMode == .analyze else { continue }
            let analysis = ReDoSAnalysis(pattern.utf16, level: limits.regExpAnalysisLevel)
            let range = PreScanStop.range(literal.offset, literal.length)
            let flags = String(decoding: bytes[literal.pattern.upperBound + 1..<literal.end], as: UTF8.self)
            result.regExps.append(
                DetectedRegExp(pattern: pattern, flags: flags, range: range, analysis: analysis))
            guard analysis.isVulnerable, let kind = analysis.kind else { continue }
            let stop = PreScanStop(
                .preScanReDoS, "ReDoS vulnerability detected: \(kind.rawValue) in \(shown)", at: literal.offset,
                length: literal.length,
                data: [
                    named, Issue.Datum(key: "score", value: .number(analysis.score)),
                    Issue.Datum(key: "type", value: .string(kind.rawValue)),
                    Issue.Datum(key: "explanation", value: .string(kind.explanation)),
                ])
            if analysis.score >= ReDoSAnalysis.blockThreshold { throw stop }
            result.issues.append(stop.issue(.warning))
        }
    }
}

/// The error that ends a scan.
struct PreScanStop: Error {
    private let code: IssueCode
    private let message: String
    private let place: SourceRange?
    private let data: [Issue.Datum]

    init(
        _ code: IssueCode, _ message: String, at offset: Int? = nil, length: Int = 1, actual: Int? = nil,
        limit: Int? = nil, data: [Issue.Datum] = []
    ) {
        self.code = code
        self.message = message
        place = offset.map { PreScanStop.range($0, length) }
        var facts = data
        if let actual { facts.append(Issue.Datum(key: "actual", value: .number(actual))) }
        if let limit { facts.append(Issue.Datum(key: "limit", value: .number(limit))) }
        self.data = facts
    }

    static func range(_ offset: Int, _ length: Int) -> SourceRange {
        SourceRange(start: UInt32(truncatingIfNeeded: offset), end: UInt32(truncatingIfNeeded: offset + length))
    }

    var issue: Issue { issue(.error) }

    func issue(_ severity: Severity) -> Issue { Issue(code, severity, message, range: place, data: data) }
}

extension UnicodeHazards {
    /// `U+202E`.
    static func codePointName(_ scalar: UInt32) -> String {
        let digits = String(scalar, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
