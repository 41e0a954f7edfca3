import JavaScriptSyntax

/// One run of a script test: what it printed against what its `// expect:` lines say.
package struct ScriptRun {
    /// What was printed, and how the script ended if not well.
    package private(set) var lines: [String] = []
    /// Units of fuel.
    package private(set) var fuelUsed = 0
    /// Bytes.
    package private(set) var heapBytesPeak = 0
    private let expected: [String]

    private static let pool = ArenaPool()

    package init(
        _ text: String, name: String, limits: ExecutionLimits = ExecutionLimits(), slice: Int = Int.max,
        collectInterval: Int? = nil
    ) {
        expected = text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line in
            guard let at = line.firstRange(of: "// expect") else { return nil }
            let rest = line[at.upperBound...]
            if rest.hasPrefix(" uncaught: ") { return "Uncaught " + rest.dropFirst(11) }
            return rest.hasPrefix(": ") ? String(rest.dropFirst(2)) : rest == ":" ? "" : nil
        }
        let kind: ProgramKind = text.hasPrefix("// async") ? .asyncFunctionBody : .script
        do {
            let program = try Program.compile(SourceText(text), name: name, kind: kind)
            run(program, limits, slice, collectInterval)
        } catch {
            lines.append("Uncaught SyntaxError: \(error.message)")
        }
    }

    private mutating func run(_ program: Program, _ limits: ExecutionLimits, _ slice: Int, _ collectInterval: Int?) {
        guard let execution = Execution(pool: ScriptRun.pool, limits: limits) else { return }
        var printed: [String] = []
        execution.onPrint { printed += $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
        if let collectInterval { execution.collectOften(interval: collectInterval) }
        execution.start(program)
        var progress = execution.run(slice: slice)
        while progress == .outOfSlice { progress = execution.run(slice: slice) }
        switch progress {
        case .finished:
            if case .thrown(let text) = execution.outcome { printed.append(String(text.prefix { $0 != "\n" })) }
        case .waiting: printed.append("Uncaught the program waits for a promise that nothing settles")
        case .terminated(let reason): printed.append("Uncaught terminated: \(reason)")
        case .outOfSlice: break
        }
        lines = printed
        fuelUsed = execution.fuelUsed
        heapBytesPeak = execution.heapBytesPeak
    }

    /// The first line that differs, or nil if everything is as expected. White space at the end of a line does not
    /// count: the files hold none.
    package var difference: String? {
        let lines = self.lines.map(Self.withoutTrailingSpace)
        let expected = self.expected.map(Self.withoutTrailingSpace)
        if lines == expected { return nil }
        for i in 0..<max(lines.count, expected.count) {
            let got = i < lines.count ? lines[i] : "(nothing)"
            let want = i < expected.count ? expected[i] : "(nothing)"
            if got != want { return "  line \(i + 1): expected \(want)\n  line \(i + 1): printed  \(got)" }
        }
        return nil
    }

    private static func withoutTrailingSpace(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}
