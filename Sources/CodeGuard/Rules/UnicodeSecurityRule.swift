package import JavaScriptSyntax

/// `unicode-security`: characters that deceive readers, in names, in strings if asked for, and anywhere in the text.
package struct UnicodeSecurityRule: Rule {
    /// What is looked for, and where.
    package struct Options: Sendable, Hashable {
        /// U+200B to U+200D, U+2060, U+FEFF.
        package var blocksZeroWidth = true
        /// Bidirectional controls and marks.
        package var blocksBidirectional = true
        /// Letters that look like Latin ones.
        package var blocksHomoglyphs = true
        /// Other characters without a glyph.
        package var blocksInvisible = true
        /// Whether the whole text is searched for bidirectional controls, comments included.
        package var checksComments = true
        /// Whether string literals are looked at.
        package var checksStrings = false
        /// Whether templates are looked at.
        package var checksTemplates = false
        /// Characters that are accepted.
        package var allowedCharacters: Set<Unicode.Scalar> = []

        package init() {}
    }

    package let name = "unicode-security"
    package let interests: [NodeKind] = [
        .identifier, .bindingIdentifier, .keyName, .keyString, .string, .templateElement,
    ]

    private let options: Options

    package init(_ options: Options = Options()) { self.options = options }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        switch node {
        case .identifier(let name), .bindingIdentifier(let name): check(id, name, "identifier", 0, &context)
        case .keyName(let name): check(id, name, "property name", 0, &context)
        case .keyString(let name): check(id, name, "property name", 1, &context)
        case .string(let name):
            if options.checksStrings { check(id, name, "string literal", 1, &context) }
        case .templateElement(let cooked, _, true):
            if options.checksTemplates { check(id, cooked, "template literal", 0, &context) }
        default: return
        }
    }

    private func check(_ id: NodeID, _ name: NameID, _ place: String, _ quote: UInt32, _ context: inout RuleContext) {
        let units: ContiguousArray<UInt16>? = context.tree.names.withCodeUnits(
            of: name, latin1: { $0.contains { $0 >= 0xAD } ? ContiguousArray($0.lazy.map(UInt16.init)) : nil },
            utf16: { $0 })
        guard let units else { return }
        var offset = context.tree.range(id).start + quote
        var position = 0
        var seen: Set<UInt32> = []
        for scalar in String(decoding: units, as: UTF16.self).unicodeScalars {
            // One report for each character of a name is enough to find it.
            if scalar.value >= 0xAD, seen.insert(scalar.value).inserted {
                judge(scalar, at: offset, position, place, &context)
            }
            offset += UInt32(UTF8.width(scalar))
            position += 1
        }
    }

    private func judge(
        _ scalar: Unicode.Scalar, at offset: UInt32, _ position: Int, _ place: String, _ context: inout RuleContext
    ) {
        if options.allowedCharacters.contains(scalar) { return }
        let value = scalar.value
        let shown = UnicodeHazards.codePointName(value)
        let code: IssueCode
        let message: String
        var lookalike = ""
        if options.blocksBidirectional, UnicodeHazards.isBidirectionalFormat(value) {
            if options.checksComments { return }
            code = .unicodeBidirectional
            message = bidirectionalMessage(value)
        } else if options.blocksZeroWidth, UnicodeHazards.isZeroWidth(value) {
            code = .unicodeZeroWidth
            message =
                "Zero-width character detected in \(place) at position \(position) (\(shown)). This can hide malicious code."
        } else if options.blocksInvisible, UnicodeHazards.isInvisible(value) {
            code = .unicodeInvisible
            message =
                "Invisible/formatting character detected in \(place) (\(shown)). This can hide malicious content."
        } else if options.blocksHomoglyphs, let letter = UnicodeHazards.lookalike(value) {
            code = .unicodeHomoglyph
            lookalike = String(letter)
            message =
                "Homoglyph character '\(scalar)' (\(shown)) detected in \(place). Looks like '\(letter)' but is a different "
                + "character."
        } else {
            return
        }
        let end = offset + UInt32(UTF8.width(scalar))
        context.report(
            code, message, in: SourceRange(start: offset, end: end),
            data: [
                "character": .string(String(scalar)), "codePoint": .string(shown), "lookalike": .string(lookalike),
                "contextType": .string(place),
            ])
    }

    private func bidirectionalMessage(_ value: UInt32) -> String {
        "Bidirectional control character detected (\(UnicodeHazards.codePointName(value))). This can be used for Trojan "
            + "Source attacks."
    }

    package func finish(_ context: inout RuleContext) {
        guard options.blocksBidirectional, options.checksComments else { return }
        for hit in context.bidirectionalCharacters {
            guard let scalar = Unicode.Scalar(hit.scalar), !options.allowedCharacters.contains(scalar) else { continue }
            context.report(
                .unicodeBidirectional, bidirectionalMessage(hit.scalar),
                in: PreScanStop.range(hit.offset, hit.length),
                data: ["codePoint": .string(UnicodeHazards.codePointName(hit.scalar))])
        }
    }
}
