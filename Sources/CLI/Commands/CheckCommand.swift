internal import ArgumentParser
internal import CodeGuard
internal import Foundation
internal import JSON

/// `enclave check`: what the guard says of a script, without running it.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Judges scripts without running them.",
        discussion: """
            Pre-scan, rules and, with --score, the scoring gate: layers 0, 1 and 3 of what guards a run. Findings go to \
            standard output, with the line they are about.

            Presets: javascript (the full language, without what limits cannot replace), agentscript (what language \
            models write), strict, secure, standard, permissive, babel, none. Unless one is named, the profile and the \
            level choose.

            Exit status: 0 every script is accepted, 1 one is not, 2 wrong usage.
            """)

    @Argument(help: "Scripts; - reads standard input.") var files: [String]
    @Option(help: ArgumentHelp("Rules to apply.", valueName: "preset"), transform: preset) var preset: GuardPreset?
    @Option(
        help: ArgumentHelp("Level of the sandbox: strict, secure, standard or permissive.", valueName: "level"),
        transform: level)
    var level = GuardLevel.standard
    @Option(
        help: ArgumentHelp("Whose verdicts and defaults apply: enclave or reference.", valueName: "profile"),
        transform: profile)
    var profile = GuardProfile.enclave
    @Option(
        name: .customLong("global"), help: ArgumentHelp("A name that the host gives to scripts.", valueName: "name"))
    var globals: [String] = []
    @Flag(help: "Also scores what the script could do, and refuses high scores.") var score = false
    @Flag(help: "Prints the verdict as JSON; one line a script where there are several.") var json = false
    @Flag(help: "Prints the findings as SARIF 2.1.0, for code hosts.") var sarif = false
    @Flag(help: "Prints the script as the reference system would run it, if it is accepted.") var transformed = false

    @Sendable private static func preset(_ text: String) throws -> GuardPreset {
        try choice(text.lowercased(), "--preset")
    }

    @Sendable private static func level(_ text: String) throws -> GuardLevel {
        try choice(text.uppercased(), "--level")
    }

    @Sendable private static func profile(_ text: String) throws -> GuardProfile {
        try choice(text.lowercased(), "--profile")
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ text: String, _ option: String
    ) throws -> Choice {
        if let choice = Choice(rawValue: text) { return choice }
        let names = Choice.allCases.map { $0.rawValue.lowercased() }.joined(separator: ", ")
        throw ValidationError("\(option) is one of \(names)")
    }

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("name a script, or - for standard input") }
        guard [json, sarif, transformed].count(where: { $0 }) <= 1 else {
            throw ValidationError("--json, --sarif and --transformed exclude each other")
        }
    }

    func run() throws {
        var policy = GuardPolicy(profile: profile, level: level, preset: preset)
        policy.options.hostGlobals = globals
        if score { policy.scoring = ScoringPolicy() }
        let codeGuard = CodeGuard(policy)
        var verdicts: [(uri: String, verdict: Verdict)] = []
        for file in files {
            let script = try ScriptFile(file)
            let verdict = codeGuard.check(script.text)
            verdicts.append((script.name, verdict))
            if !sarif { try report(script, verdict) }
        }
        if sarif { Output.write(try SARIFReport.json(verdicts).reportText(.readable) + "\n", to: .standardOutput) }
        guard verdicts.allSatisfy({ $0.verdict.isAllowed }) else { try ExitStatus.scriptFailed.leave() }
    }

    private func report(_ script: ScriptFile, _ verdict: Verdict) throws {
        if json {
            Output.write(try line(script, verdict) + "\n", to: .standardOutput)
            return
        }
        if transformed, verdict.isAllowed, let text = try? ProgramTransformation.transformed(script.text, .complete) {
            Output.write(text, to: .standardOutput)
            return
        }
        Output.write(verdict.humanReport(fileName: script.name), to: .standardOutput)
        Output.write(summary(script, verdict) + "\n", to: .standardError)
    }

    private func line(_ script: ScriptFile, _ verdict: Verdict) throws -> String {
        guard files.count > 1, case .object(let members) = verdict.json() else {
            return try verdict.json().reportText()
        }
        var line: JSONObject = ["file": .string(script.name)]
        for member in members { line[member.key] = member.value }
        return try JSONValue.object(line).reportText()
    }

    private func summary(_ script: ScriptFile, _ verdict: Verdict) -> String {
        let name = ControlStripper.strip(script.name)
        let score = verdict.scoring?.score.map { ", score \($0.total) of 100" } ?? ""
        if verdict.isAllowed { return "\(name): accepted\(score)" }
        return "\(name): refused (\(verdict.refusalCode ?? "VALIDATION_ERROR"))\(score)"
    }
}
