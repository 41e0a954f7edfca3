extension JSONFailure {
    /// Units of the source shown on each side of an unexpected token.
    private static let contextMax = 10

    /// The message of the SyntaxError, as V8 words it.
    func message(source: StringView) -> String {
        switch reason {
        case .unexpectedToken: unexpected(source)
        case .expectedPropertyNameOrBrace: "Expected property name or '}' in JSON at position \(position)"
        case .expectedPropertyName: "Expected double-quoted property name in JSON at position \(position)"
        case .expectedColon: "Expected ':' after property name in JSON at position \(position)"
        case .expectedCommaOrBracket: "Expected ',' or ']' after array element in JSON at position \(position)"
        case .expectedCommaOrBrace: "Expected ',' or '}' after property value in JSON at position \(position)"
        case .unterminatedString: "Unterminated string in JSON at position \(position)"
        case .badControlCharacter: "Bad control character in string literal in JSON at position \(position)"
        case .badUnicodeEscape: "Bad Unicode escape in JSON at position \(position)"
        case .badEscape: "Bad escaped character in JSON at position \(position)"
        case .noNumberAfterMinus: "No number after minus sign in JSON at position \(position)"
        case .unterminatedFraction: "Unterminated fractional number in JSON at position \(position)"
        case .missingExponent: "Exponent part is missing a number in JSON at position \(position)"
        case .textAfterValue: "Unexpected non-whitespace character after JSON at position \(position)"
        case .terminated: "terminated"
        }
    }

    private func unexpected(_ source: StringView) -> String {
        guard position < source.count else { return "Unexpected end of JSON input" }
        let unit = source[position]
        if unit == 45 || unit &- 48 <= 9 { return "Unexpected number in JSON at position \(position)" }
        if unit == 0x22 { return "Unexpected string in JSON at position \(position)" }
        for special in ["undefined", "NaN", "Infinity", "[object Object]"] as [StaticString]
        where source.equals(special) {
            return "\"\(special)\" is not valid JSON"
        }
        let token = "Unexpected token '\(source.slice(position, position + 1).swiftString)', "
        let context = JSONFailure.contextMax
        let quoted: String
        if source.count <= 2 * context {
            quoted = "\"\(source.swiftString)\""
        } else if position < context {
            quoted = "\"\(source.slice(0, position + context).swiftString)\"..."
        } else if position < source.count - context {
            quoted = "...\"\(source.slice(position - context, position + context).swiftString)\"..."
        } else {
            quoted = "...\"\(source.slice(position - context, source.count).swiftString)\""
        }
        return token + quoted + " is not valid JSON"
    }
}
