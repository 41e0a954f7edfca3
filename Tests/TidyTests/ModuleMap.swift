/// Which target may import which: the arrows of ARCHITECTURE.md, with the modules from outside that each may use.
enum ModuleMap {
    /// What one target may import.
    struct Entry: Sendable {
        /// Targets of ours.
        let own: Set<String>
        /// Modules from outside, beside `always`.
        let outside: Set<String>
    }

    /// What any target may import: the toolchain's modules that fix no locale, time zone or format.
    static let always: Set<String> = ["Swift", "Synchronization", "Glibc", "Musl"]

    /// One line a target. The engine and what it stands on are without Foundation, whose locale, time zone and number
    /// formats would make results depend on the machine.
    static let entries: [String: Entry] = [
        "JSON": entry([]),
        "Protocol": entry(["JSON"], ["Foundation"]),
        "UnicodeData": entry([]),
        "JavaScriptSyntax": entry(["UnicodeData"]),
        "JavaScriptRegExp": entry(["UnicodeData"]),
        "JavaScript": entry(["UnicodeData", "JavaScriptSyntax", "JavaScriptRegExp"]),
        "CodeGuard": entry(["JavaScriptSyntax", "JSON"]),
        "Sandbox": entry(["JavaScript", "JavaScriptSyntax", "CodeGuard", "JSON"], ["Foundation"]),
        "CLibwebsockets": entry([]),
        "Link": entry(["Protocol", "CLibwebsockets"], ["Foundation", "Logging", "Crypto"]),
        "SessionStore": entry(["Protocol"], ["Foundation", "GRDB", "NIOCore", "NIOPosix", "Logging", "DequeModule"]),
        "Broker": entry(
            ["JSON", "Protocol", "Link", "SessionStore"],
            [
                "Foundation", "Hummingbird", "HummingbirdTLS", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOPosix",
                "NIOHTTP1", "NIOHTTPTypes",
                "NIOFoundationCompat", "AsyncHTTPClient", "Crypto", "DequeModule", "OrderedCollections", "Logging",
                "Metrics", "ServiceLifecycle", "Yams",
            ]),
        "Runtime": entry(
            ["JSON", "Protocol", "Link", "Sandbox"], ["Foundation", "Logging", "Metrics", "ServiceLifecycle"]),
        "ClientKit": entry(
            ["JSON", "Protocol"], ["AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOPosix"]),
        "TerminalUI": entry([]),
        "Console": entry(["ClientKit", "Protocol", "TerminalUI"], ["Foundation"]),
        "CLI": entry(
            [
                "Protocol", "Link", "SessionStore", "Broker", "Runtime", "Sandbox", "JavaScript", "JavaScriptSyntax",
                "CodeGuard", "JSON",
                "ClientKit", "Console", "TerminalUI",
            ],
            [
                "Foundation", "ArgumentParser", "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "Logging", "ServiceLifecycle",
                "UnixSignals", "Yams",
            ]),
        "Tools/Corpus": entry(["CodeGuard", "JSON"], ["Foundation"]),
        "Tools/Opcodes": entry([], ["Foundation"]),
        "Tools/Scripts": entry(["JavaScript", "JavaScriptSyntax"], ["Foundation"]),
        "Tools/UnicodeTables": entry([], ["Foundation"]),
        "Tools/Benchmark": entry(["JavaScript", "JavaScriptSyntax", "Sandbox"], ["Foundation", "ArgumentParser"]),
        "Tools/Differential": entry(["JavaScript", "JavaScriptSyntax"], ["Foundation"]),
        "Tools/Test262": entry(["JavaScript", "JavaScriptSyntax"], ["Foundation", "ArgumentParser"]),
        "Tools/Fuzz": entry(["JavaScript", "JavaScriptSyntax", "CodeGuard"], ["Foundation"]),
        "Tools/DemoTools": entry(
            [], ["Foundation", "ArgumentParser", "Hummingbird", "HTTPTypes", "NIOCore", "Logging", "ServiceLifecycle"]),
    ]

    /// Modules that only tests import.
    static let testing: Set<String> = ["Testing", "Foundation", "HummingbirdTesting", "NIOEmbedded"]

    /// Everything `target` may import, tests included; nil when the map does not know the target.
    ///
    /// `FooTests` may import `Foo` and all that `Foo` may reach, and depend on tools that it starts; integration and tidy
    /// tests may import anything.
    static func allowed(for target: String) -> Set<String>? {
        guard target.hasSuffix("Tests") else {
            return entries[target].map { $0.own.union($0.outside).union(always) }
        }
        let tested = String(target.dropLast("Tests".count))
        if ["Integration", "Tidy"].contains(tested) {
            let outside = entries.values.reduce(into: Set<String>()) { $0.formUnion($1.outside) }
            return ownModules.union(outside).union(testing).union(always)
        }
        let name = entries[tested] == nil ? "Tools/" + tested : tested
        guard entries[name] != nil else { return nil }
        let tools = Set(entries.keys.filter { $0.hasPrefix("Tools/") }.map(moduleName))
        return reachable(from: name).union(testing).union(always).union(tools).union([tested])
    }

    /// The names of our modules as an import spells them: the last part of a target's folder.
    static let ownModules = Set(entries.keys.map(moduleName))

    /// `Opcodes` of `Tools/Opcodes`.
    static func moduleName(of target: String) -> String {
        target.split(separator: "/").last.map(String.init) ?? target
    }

    private static func entry(_ own: Set<String>, _ outside: Set<String> = []) -> Entry {
        Entry(own: own, outside: outside)
    }

    private static func reachable(from target: String) -> Set<String> {
        guard let entry = entries[target] else { return [] }
        return entry.own.reduce(into: entry.own.union(entry.outside)) { $0.formUnion(reachable(from: $1)) }
    }
}
