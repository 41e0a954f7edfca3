/// What a language model is told about the scripts it may write, made from the rules that will judge them.
package enum ModelInstructions {
    /// How much is said.
    package enum Length: String, Sendable, Hashable, CaseIterable {
        /// The call, in two lines.
        case short
        /// What is allowed and what is not, with an example.
        case medium
        /// The limits of the text too.
        case full
    }

    /// The instructions for a policy.
    package static func text(_ length: Length = .medium, for policy: GuardPolicy) -> String {
        var parts = [
            """
            Write JavaScript that calls tools: `await callTool(name, arguments)` returns the tool's result.
            The script is the body of an async function: use `await` freely and `return` the result.
            """
        ]
        if length == .short { return parts[0] }
        parts.append(rules(policy))
        parts.append(
            """
            Example:
            const users = await callTool("users:list", { limit: 10 });
            return users.items.filter(user => user.active).map(user => user.name);
            """)
        if length == .full { parts.append(limits(policy)) }
        return parts.joined(separator: "\n\n")
    }

    private static func rules(_ policy: GuardPolicy) -> String {
        let options = policy.options
        switch policy.effectivePreset {
        case .agentscript, .babel:
            let globals = Set((options.allowedGlobals ?? GlobalAllowLists.names(policy)) + options.hostGlobals)
                .filter { !$0.hasPrefix("__") }.sorted().joined(separator: ", ")
            var lines = [
                "Globals: \(globals). Nothing else is defined.",
                "Loops: \(loops(options.allowedLoops ?? .bounded)).",
            ]
            if options.allowsArrowFunctions {
                lines.append("Functions: arrow functions only; no `function`, no methods.")
            }
            if options.requiresStaticCallTarget { lines.append("The name of a tool is a string literal.") }
            if let names = options.allowedToolNames {
                lines.append("Tools: \(names.map(\.text).joined(separator: ", ")).")
            }
            lines.append(
                "Not allowed: `this`, `eval`, `constructor`, `prototype`, `__proto__`, computed destructuring.")
            if policy.profile == .reference { lines.append("Not allowed: regular expressions.") }
            return lines.joined(separator: "\n")
        case .javascript:
            return
                "The whole language is available, except code from strings (`eval`, `Function`), `with`, `import` and "
                + "`require`. Names that begin with \(prefixes(policy)) are reserved, and `callTool` keeps its meaning."
        default:
            return "The rules \(CodeGuard(policy).ruleNames.joined(separator: ", ")) apply."
        }
    }

    private static func prefixes(_ policy: GuardPolicy) -> String {
        (policy.options.reservedPrefixes ?? ReservedPrefixRule.prefixesDefault).map { "`\($0)`" }.joined(
            separator: " or ")
    }

    private static func loops(_ allowed: AllowedLoops) -> String {
        let names = [
            (allowed.forLoop, "`for (;;)` with a test"), (allowed.forOf, "`for … of`"), (allowed.forIn, "`for … in`"),
            (allowed.whileLoop, "`while`"), (allowed.doWhile, "`do … while`"),
        ].filter(\.0).map(\.1)
        return names.isEmpty ? "none; use methods of arrays" : names.joined(separator: ", ")
    }

    private static func limits(_ policy: GuardPolicy) -> String {
        guard let limits = PreScanPresets.limits(policy) else { return "The length of the script is not limited." }
        return
            "Limits: \(limits.inputBytesMax) bytes, \(limits.linesMax) lines of at most \(limits.lineLengthMax) characters, "
            + "brackets nested \(limits.nestingDepthMax) deep, strings of at most \(limits.stringLengthMax) characters."
    }
}
