extension Features {
    /// The features as the external scorers of the reference system receive them.
    package var json: JSONValue {
        .members([
            "toolCalls": .array(toolCalls.map(\.json)),
            "patterns": .members([
                "totalToolCalls": .integer(totalToolCalls), "uniqueToolsCount": .integer(uniqueToolsCount),
                "toolsInLoops": .strings(toolsInLoops), "maxLoopNesting": .integer(maxLoopNesting),
                "toolSequence": .strings(toolSequence), "iteratesOverToolResults": .boolean(iteratesOverToolResults),
            ]),
            "signals": .members([
                "maxLimit": .number(maxLimit), "maxStringLength": .integer(maxStringLength),
                "toolCallDensity": .number(toolCallDensity), "fanOutRisk": .integer(fanOutRisk),
            ]),
            "sensitive": .members([
                "fieldsAccessed": .strings(fieldsAccessed), "categories": .strings(categories.map(\.rawValue)),
            ]),
            "meta": .members(["lineCount": .integer(lineCount), "codeHash": .string(codeHash)]),
        ])
    }
}

extension ToolCallFeature {
    fileprivate var json: JSONValue {
        .members([
            "toolName": .string(toolName), "isStaticName": .boolean(isStaticName),
            "argumentKeys": .strings(argumentKeys), "stringLiterals": .strings(stringLiterals),
            "numericLiterals": .array(numericLiterals.map { .number($0) }),
            "insideLoop": .boolean(isInsideLoop), "loopDepth": .integer(loopDepth),
            "location": .members(["line": .integer(line), "column": .integer(0)]),
        ])
    }
}

extension JSONValue {
    /// An array of strings.
    static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
