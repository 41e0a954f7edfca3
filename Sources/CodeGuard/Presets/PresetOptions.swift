/// Which loops a program may contain.
package struct AllowedLoops: Sendable, Hashable {
    /// `for (;;)`.
    package var forLoop: Bool
    /// `while`.
    package var whileLoop: Bool
    /// `do … while`.
    package var doWhile: Bool
    /// `for … of`, `for await` too.
    package var forOf: Bool
    /// `for … in`.
    package var forIn: Bool

    package init(
        forLoop: Bool = false, whileLoop: Bool = false, doWhile: Bool = false, forOf: Bool = false, forIn: Bool = false
    ) {
        self.forLoop = forLoop
        self.whileLoop = whileLoop
        self.doWhile = doWhile
        self.forOf = forOf
        self.forIn = forIn
    }

    /// No loop.
    package static let none = AllowedLoops()
    /// `for (;;)` and `for … of`.
    package static let bounded = AllowedLoops(forLoop: true, forOf: true)
}

/// Options of the presets; nil leaves the preset's default. Each preset reads the options the documentation lists for it.
package struct PresetOptions: Sendable {
    /// Globals a program may use, in place of the level's list (`agentscript`, `babel`).
    package var allowedGlobals: [String]?
    /// Globals the host gives to the program, beside the list.
    package var hostGlobals: [String] = []
    /// Names that are refused beside the preset's list.
    package var additionalDisallowedIdentifiers: [String] = []
    /// Loops that are allowed, in place of the preset's.
    package var allowedLoops: AllowedLoops?
    /// Arrow functions (`agentscript`).
    package var allowsArrowFunctions = true
    /// Prefixes that programs must not declare or assign (`agentscript`, `javascript`).
    package var reservedPrefixes: [String]?
    /// Whether the first argument of `callTool` must be a literal (`agentscript`).
    package var requiresStaticCallTarget = true
    /// Tools that may be named; nil allows any (`agentscript`).
    package var allowedToolNames: [ToolNamePattern]?
    /// Whether a call of `callTool` must occur (`agentscript`).
    package var requiresCallTool = false
    /// `Array(n).fill()` with a computed size (`agentscript`).
    package var allowsDynamicArrayFill = false
    /// How `callTool` must be called (`agentscript`).
    package var callToolValidation: ArgumentRequirement?
    /// Functions that must be called (all presets but `agentscript`).
    package var requiredFunctions: [String] = []
    /// Least calls of each of them.
    package var functionCallsMin = 1
    /// Most calls of each of them; zero means any number.
    package var functionCallsMax = 0
    /// How functions must be called, by name.
    package var functionArgumentRules: [String: ArgumentRequirement] = [:]
    /// Whether async functions are allowed, in place of the preset's choice.
    package var allowsAsyncFunctions: Bool?
    /// Whether `await` is allowed, in place of the preset's choice.
    package var allowsAwait: Bool?

    package init() {}
}
