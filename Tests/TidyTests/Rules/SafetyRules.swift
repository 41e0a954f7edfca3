extension Rule {
    /// What could crash, race, block or be silent.
    static let safetyRules = [
        Rule.pattern(
            .unsafePointers, "Memory that a script can reach is touched in few places, each with its invariant.",
            #"\b(Unsafe(?:Mutable)?(?:Raw)?(?:Buffer)?Pointer|OpaquePointer|AutoreleasingUnsafeMutablePointer|Unmanaged|withUnsafe\w*"#
                + #"|unsafeBitCast|unsafeDowncast|withMemoryRebound|assumingMemoryBound|withContiguous\w+|unowned\(unsafe\)"#
                + #"|nonisolated\(unsafe\))"#,
            in: \.code, where: { isShipped($0) && !pointerFolders.contains(where: $0.path.hasPrefix) },
            message: "raw memory outside of the folders that may touch it"),
        Rule.pattern(
            .uncheckedSendable, "The compiler proves that data does not race; what it cannot prove is listed.",
            #"@unchecked\s+Sendable"#, in: \.code, message: "`@unchecked Sendable`"),
        Rule.pattern(
            .fatalError, "Nothing that input can reach ends the process.", #"\bfatalError\s*\("#, in: \.code,
            message: "`fatalError`: throw, or state the programmer's error as a `precondition`"),
        Rule.pattern(
            .forceTry, "An error is handled where it happens.", #"\b(try!|as!)"#, in: \.code,
            message: "forced `try` or `as`"),
        Rule.pattern(
            .forceUnwrap, "A missing value is a case, not a crash.", #"(?<=[\w)\]}>"`])(?<!\btry)(?<!\bas)!(?!=)"#,
            in: \.code, message: "forced unwrapping"),
        Rule.pattern(
            .emptyCatch, "A swallowed error is the one that is searched for a day.", #"\b(catch)\b[^{}\n]*\{\s*\}"#,
            in: \.code, message: "an empty `catch`"),
        Rule.pattern(
            .unownedTask, "A task without an owner outlives what it works for.",
            #"^[ \t]*(?:_\s*=\s*)?(Task(?:\.detached)?)\s*(?:\([^)]*\)\s*)?(?:<[^>]*>)?\{"#, in: \.code,
            message: "a `Task` that nobody awaits or cancels"),
        Rule.pattern(
            .sleepInTests, "A test waits for what it tests, not for the clock.",
            #"\b(Task\.sleep|Thread\.sleep|usleep|nanosleep|(?<![.\w])(?<!func )sleep)\s*\("#, in: \.code,
            where: isTest,
            message: "a test that sleeps"),
        Rule.pattern(
            .printInLibraries, "A library logs or returns; only programs write to the terminal.",
            #"(?<![.\w])(?<!func )(print|debugPrint)\s*\("#, in: \.code,
            where: { isShipped($0) && !programs.contains(where: $0.path.hasPrefix) },
            message: "output from a library"),
    ]

    /// Folders whose subject is memory, or the border to a C library. Every unsafe block in them states its invariant.
    private static let pointerFolders = [
        "Sources/JavaScript/Heap/",
        "Sources/JavaScript/Value/",
        "Sources/JavaScript/Objects/",
        "Sources/JavaScript/Realm/",
        "Sources/JavaScript/Interpreter/",
        "Sources/JavaScript/Bytecode/",
        "Sources/JavaScript/Builtins/Text/",
        "Sources/JavaScript/Builtins/Indexed/",
        "Sources/JavaScript/Builtins/Structured/",
        "Sources/JavaScript/Builtins/Fundamental/ObjectConstructor+Enumeration.swift",
        "Sources/JavaScript/Engine/",
        "Sources/JavaScript/Conversions/",
        "Sources/JavaScript/Builtins/Authoring/",
        "Sources/JavaScriptSyntax/Source/",
        "Sources/JavaScriptSyntax/Lexer/",
        "Sources/JavaScriptSyntax/Storage/",
        "Sources/Link/WebSocket/",
    ]

    private static let programs = ["Sources/CLI/", "Sources/Tools/"]
}
