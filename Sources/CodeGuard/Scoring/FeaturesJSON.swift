package import JSON

extension Features {
    /// The features as the external scorers of the reference system receive them.
    package var json: JSONValue {
        .object([
            "toolCalls": .array(toolCalls.map(\.json)),
            "patterns": .object([
                "totalToolCalls": .integer(totalToolCalls), "uniqueToolsCount": .integer(uniqueToolsCount),
                "toolsInLoops": .strings(toolsInLoops), "maxLoopNesting": .integer(maxLoopNesting),
                "toolSequence": .strings(toolSequence), "iteratesOverToolResults": .bool(iteratesOverToolResults),
            ]),
            "signals": .object([
                "maxLimit": .number(maxLimit), "maxStringLength": .integer(maxStringLength),
                "toolCallDensity": .number(toolCallDensity), "fanOutRisk": .integer(fanOutRisk),
            ]),
            "sensitive": .object([
                "fieldsAccessed": .strings(fieldsAccessed), "categories": .strings(categories.map(\.rawValue)),
            ]),
            "meta": .object(["lineCount": .integer(lineCount), "codeHash": .string(codeHash)]),
        ])
    }
}

extension ToolCallFeature {
    fileprivate var json: JSONValue {
        .object([
            "toolName": .string(toolName), "isStaticName": .bool(isStaticName),
            "argumentKeys": .strings(argumentKeys), "stringLiterals": .strings(stringLiterals),
            "numericLiterals": .array(numericLiterals.map { .number($0) }),
            "insideLoop": .bool(isInsideLoop), "loopDepth": .integer(loopDepth),
            "location": .object(["line": .integer(line), "column": .integer(0)]),
        ])
    }
}

extension JSONValue {
    /// An array of strings.
    static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
