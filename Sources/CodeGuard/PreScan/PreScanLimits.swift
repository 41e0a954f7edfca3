/// What layer 0 does with regular expression literals.
package enum RegExpMode: String, Sendable, Hashable {
    /// Any literal is refused.
    case block
    /// Literals are judged for catastrophic backtracking.
    case analyze
    /// Literals are only counted and measured.
    case allow
}

/// Where layer 0 looks for characters that imitate Latin letters.
package enum HomographScope: Sendable, Hashable {
    /// The whole text, strings and comments included.
    case everywhere
    /// Everything but comments.
    case exceptComments
    /// Identifiers and unquoted property names: text in strings and comments may be in any language.
    case identifiers
}

/// The presets of layer 0.
package enum PreScanPreset: String, Sendable, Hashable, CaseIterable {
    case agentscript
    case strict
    case secure
    case standard
    case permissive
}

/// Limits and switches of layer 0. Sizes of text are UTF-8 bytes, lengths of lines and strings UTF-16 code units.
package struct PreScanLimits: Sendable, Hashable {
    /// Longest text in bytes.
    package var inputBytesMax: Int
    /// Longest line.
    package var lineLengthMax: Int
    /// Most lines.
    package var linesMax: Int
    /// Deepest nesting of brackets.
    package var nestingDepthMax: Int
    /// Longest run of operator characters.
    package var consecutiveOperatorsMax: Int
    /// What happens to regular expression literals.
    package var regExpMode: RegExpMode
    /// Longest pattern.
    package var regExpLengthMax: Int
    /// Most literals.
    package var regExpCountMax: Int
    /// How closely patterns are analysed.
    package var regExpAnalysisLevel: ReDoSLevel
    /// Longest string literal.
    package var stringLengthMax: Int
    /// Sum of all string literals.
    package var stringTotalMax: Int
    /// Whether characters are looked at; the three checks below need it.
    package var checksUnicode: Bool
    /// Whether bidirectional controls are refused.
    package var blocksBidirectional: Bool
    /// Whether invisible characters are counted.
    package var blocksInvisible: Bool
    /// Where homographs are refused.
    package var homographs = HomographScope.everywhere
    /// Whether operator characters within comments count as a run.
    package var countsOperatorsInComments = false

    /// What no override exceeds.
    package static let absoluteMax = AbsoluteMax()

    /// The caps on overrides.
    package struct AbsoluteMax: Sendable, Hashable {
        /// Bytes of text.
        package let inputBytes = 100 << 20
        /// Code units of a line.
        package let lineLength = 100_000
        /// Lines.
        package let lines = 1_000_000
        /// Brackets.
        package let nestingDepth = 200
        /// Code units of a pattern.
        package let regExpLength = 1_000
        /// Literals.
        package let regExpCount = 50
        /// Code units of a string.
        package let stringLength = 5 << 20
        /// Code units of all strings.
        package let stringTotal = 50 << 20
    }

    /// The limits of a preset.
    package init(_ preset: PreScanPreset) {
        switch preset {
        case .agentscript: self.init(100 << 10, 2_000, 1_000, 20, 5, .block, 0, 0, 10 << 10, 100 << 10)
        case .strict: self.init(500 << 10, 5_000, 2_000, 30, 10, .analyze, 100, 10, 50 << 10, 500 << 10)
        case .secure: self.init(1 << 20, 8_000, 5_000, 40, 15, .analyze, 200, 20, 100 << 10, 1 << 20)
        case .standard: self.init(5 << 20, 10_000, 10_000, 50, 20, .analyze, 500, 30, 500 << 10, 5 << 20)
        case .permissive: self.init(10 << 20, 50_000, 100_000, 100, 50, .allow, 1_000, 50, 1 << 20, 10 << 20)
        }
        regExpAnalysisLevel = preset == .standard ? .polynomial : .catastrophic
        checksUnicode = preset != .permissive
        blocksBidirectional = preset == .agentscript || preset == .strict || preset == .secure
        blocksInvisible = preset == .agentscript || preset == .strict
    }

    private init(
        _ inputBytes: Int, _ lineLength: Int, _ lines: Int, _ nesting: Int, _ operators: Int, _ mode: RegExpMode,
        _ regExpLength: Int, _ regExpCount: Int, _ stringLength: Int, _ stringTotal: Int
    ) {
        inputBytesMax = inputBytes
        lineLengthMax = lineLength
        linesMax = lines
        nestingDepthMax = nesting
        consecutiveOperatorsMax = operators
        regExpMode = mode
        regExpLengthMax = regExpLength
        regExpCountMax = regExpCount
        regExpAnalysisLevel = .catastrophic
        stringLengthMax = stringLength
        stringTotalMax = stringTotal
        checksUnicode = true
        blocksBidirectional = false
        blocksInvisible = false
    }

    /// The same limits, none above its cap and none below zero.
    package var clamped: PreScanLimits {
        let cap = PreScanLimits.absoluteMax
        var result = self
        result.inputBytesMax = max(0, min(inputBytesMax, cap.inputBytes))
        result.lineLengthMax = max(0, min(lineLengthMax, cap.lineLength))
        result.linesMax = max(0, min(linesMax, cap.lines))
        result.nestingDepthMax = max(0, min(nestingDepthMax, cap.nestingDepth))
        result.consecutiveOperatorsMax = max(0, consecutiveOperatorsMax)
        result.regExpLengthMax = max(0, min(regExpLengthMax, cap.regExpLength))
        result.regExpCountMax = max(0, min(regExpCountMax, cap.regExpCount))
        result.stringLengthMax = max(0, min(stringLengthMax, cap.stringLength))
        result.stringTotalMax = max(0, min(stringTotalMax, cap.stringTotal))
        return result
    }
}
