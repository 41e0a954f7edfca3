import Foundation
import Testing

/// The module map, against the package and against the page that explains it.
@Suite struct ModuleMapTests {
    private let repository = Repository.current

    @Test func `the package draws no arrow that the map does not have`() throws {
        let package = try #require(repository.textFile("Package.swift"))
        // A folder that a target leaves out may be called like a target.
        let text = package.text.replacing(#/exclude: \[[^\]]*\]/#, with: "")
        let file = TextFile(path: package.path, text: text)
        let targets = PackageTargets(SourceFile(file), text: text)
        #expect(!targets.dependencies.isEmpty)
        for (target, dependencies) in targets.dependencies {
            guard let allowed = ModuleMap.allowed(for: target) else {
                Issue.record("the module map has no line for `\(target)`")
                continue
            }
            let drawn = dependencies.intersection(ModuleMap.ownModules.union(ModuleMap.entries.keys))
            #expect(drawn.isSubset(of: allowed), "`\(target)` depends on \(drawn.subtracting(allowed).sorted())")
        }
    }

    @Test func `no arrow goes in a circle`() {
        func reaches(_ target: String, _ goal: String, _ depth: Int) -> Bool {
            guard depth < ModuleMap.entries.count, let entry = ModuleMap.entries[target] else { return false }
            return entry.own.contains(goal) || entry.own.contains { reaches($0, goal, depth + 1) }
        }
        for target in ModuleMap.entries.keys {
            #expect(!reaches(target, target, 0), "`\(target)` imports itself in the end")
        }
    }

    @Test func `ARCHITECTURE lists the arrows of the map`() throws {
        let page = try #require(repository.textFile("ARCHITECTURE.md")).text
        let row = try Regex(#"^\| `(\w+)` \| ([^|]*) \|"#).anchorsMatchLineEndings()
        var listed: Set<String> = []
        for match in page.matches(of: row) {
            let target = String(match.output[1].substring ?? "")
            let cell = String(match.output[2].substring ?? "")
            listed.insert(target)
            guard let entry = ModuleMap.entries[target], cell != "all", cell != "the three above" else { continue }
            let named = Set(cell.split(whereSeparator: { ", –".contains($0) }).map(String.init))
            #expect(named == entry.own, "ARCHITECTURE.md and ModuleMap.swift disagree about `\(target)`")
        }
        #expect(listed.isSuperset(of: ["Protocol", "JavaScript", "Sandbox", "Broker"]))
    }

    @Test func `a test target reaches what its module reaches`() throws {
        let allowed = try #require(ModuleMap.allowed(for: "SandboxTests"))
        #expect(allowed.isSuperset(of: ["Sandbox", "JavaScript", "JavaScriptSyntax", "UnicodeData", "Testing"]))
        #expect(!allowed.contains("Broker"))
        #expect(ModuleMap.allowed(for: "NowhereTests") == nil)
    }
}

/// The targets that `Package.swift` declares and the names each depends on, read from its text.
struct PackageTargets {
    /// By the target's folder below `Sources` or `Tests` where it names one, else by its name.
    let dependencies: [String: Set<String>]

    private static let target = Pattern(#"\.(?:target|executableTarget|testTarget|systemLibrary)\s*\("#)
    private static let name = Pattern(#""([\w/]+)""#)

    /// `source` gives the brackets, `text` the strings in them.
    init(_ source: SourceFile, text: String) {
        let bytes = source.file.bytes
        var found: [String: Set<String>] = [:]
        for match in Self.target.matches(in: source.code) {
            let open = match.offset + match.text.utf8.count - 1
            let declaration = bytes[open..<Self.closing(of: open, in: source.codeBytes)]
            let strings = String(decoding: declaration, as: UTF8.self)
            guard let target = Self.value(of: "name", in: strings) else { continue }
            let path = Self.value(of: "path", in: strings)?.split(separator: "/").dropFirst().joined(separator: "/")
            let all = Self.name.matches(in: strings).compactMap(\.groups.first)
            found[path ?? target] = Set(all).subtracting([target])
        }
        dependencies = found
    }

    private static func value(of label: String, in text: String) -> String? {
        Pattern(label + #":\s*"([^"]+)""#).matches(in: text).first?.groups.first
    }

    private static func closing(of open: Int, in code: [UInt8]) -> Int {
        var depth = 0
        for index in open..<code.count {
            if code[index] == UInt8(ascii: "(") { depth += 1 }
            if code[index] == UInt8(ascii: ")") { depth -= 1 }
            if depth == 0 { return index }
        }
        return code.count
    }
}
