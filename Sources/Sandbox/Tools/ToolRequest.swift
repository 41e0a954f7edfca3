internal import JSON

/// A script's call of `callTool`, checked before anybody outside hears of it.
struct ToolRequest {
    let name: String
    let argumentsJSON: String

    /// Reads the name and the arguments that the engine wrote: `["name",{…}]`.
    ///
    /// - Throws: what the script gets to see, for arguments beyond the limits.
    init(argumentsJSON text: String, limits: EnclaveLimits) throws(ToolError) {
        guard text.utf8.count <= limits.toolPayloadBytesMax else {
            throw ToolError(
                name: "RangeError", message: "tool arguments exceed \(limits.toolPayloadBytesMax) bytes of JSON",
                code: .serializationLimitExceeded)
        }
        guard let (name, arguments) = Self.parts(of: text) else {
            throw ToolError(
                name: "TypeError", message: "callTool(name, args): name must be a non-empty string, args an object",
                code: .invalidToolArguments)
        }
        let measure = JSONMeasure(arguments.utf8)
        guard measure.depth <= limits.valueDepthMax else {
            throw ToolError(
                name: "RangeError",
                message: "arguments of `\(name)` are nested deeper than \(limits.valueDepthMax) levels",
                code: .serializationLimitExceeded)
        }
        guard measure.properties <= limits.valuePropertiesMax else {
            throw ToolError(
                name: "RangeError",
                message: "arguments of `\(name)` have more than \(limits.valuePropertiesMax) properties",
                code: .serializationLimitExceeded)
        }
        self.name = name
        argumentsJSON = String(arguments)
    }

    /// Takes `["name",{…}]` apart; nil for other shapes.
    private static func parts(of text: String) -> (name: String, arguments: Substring)? {
        let bytes = text.utf8
        guard bytes.starts(with: "[\"".utf8), bytes.last == UInt8(ascii: "]") else { return nil }
        let start = bytes.index(after: bytes.startIndex)
        var end = bytes.index(after: start)
        while end < bytes.endIndex, bytes[end] != UInt8(ascii: "\"") {
            if bytes[end] == UInt8(ascii: "\\") { bytes.formIndex(after: &end) }
            guard end < bytes.endIndex else { return nil }
            bytes.formIndex(after: &end)
        }
        guard end < bytes.endIndex else { return nil }
        let comma = bytes.index(after: end)
        guard comma < bytes.endIndex, bytes[comma] == UInt8(ascii: ",") else { return nil }
        let arguments = text[bytes.index(after: comma)...].dropLast()
        guard arguments.utf8.first == UInt8(ascii: "{"), arguments.utf8.last == UInt8(ascii: "}"),
            let name = quoted(text[start...end]), !name.isEmpty
        else { return nil }
        return (name, arguments)
    }

    private static func quoted(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return String(text.dropFirst().dropLast()) }
        do {
            return try JSONValue(parsing: String(text), limits: .anyLength).stringValue
        } catch {
            return nil
        }
    }
}
