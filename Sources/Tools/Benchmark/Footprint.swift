import Foundation
import JavaScript
import JavaScriptSyntax
import Sandbox

/// What an execution costs before it does anything, and while it waits.
enum Footprint {
    static func measure() async {
        freshRealm()
        await waitingRuns(count: 1_000)
    }

    /// A realm from a warm pool and back, in microseconds of wall time.
    private static func freshRealm() {
        let pool = ArenaPool()
        func round(_ count: Int) -> Double {
            let start = DispatchTime.now().uptimeNanoseconds
            for _ in 0..<count { _ = Execution(pool: pool) }
            return Double(DispatchTime.now().uptimeNanoseconds - start) / Double(count) / 1e3
        }
        _ = round(1_000)
        let rounds = (0..<15).map { _ in round(2_000) }.sorted()
        print(
            "{\"row\":\"fresh realm\",\"microseconds\":\(text(rounds[7])),\"min\":\(text(rounds[0])),"
                + "\"max\":\(text(rounds[14]))}")
    }

    /// Memory that a run takes while it waits for a tool, all of it: arena, program, bookkeeping. What all realms share is
    /// mapped into each, and counted for none.
    private static func waitingRuns(count: Int) async {
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        let (never, release) = AsyncStream.makeStream(of: Void.self)
        let enclave = Enclave(toolHandler: { _ in
            arrived.yield()
            for await _ in never {}
            return .null
        })
        let before = privateBytes
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<count {
                group.addTask { _ = await enclave.run("const u = await callTool('t', { a: 1 }); return u;") }
            }
            var waiting = 0
            for await _ in arrivals {
                waiting += 1
                if waiting == count { break }
            }
            let each = Double(privateBytes - before) / Double(count) / 1_024
            print("{\"row\":\"waiting for a tool\",\"runs\":\(count),\"kibibytesEach\":\(text(each))}")
            release.finish()
        }
    }

    private static var privateBytes: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return 0 }
        let fields = text.split(separator: " ")
        guard fields.count > 2, let resident = Int(fields[1]), let shared = Int(fields[2]) else { return 0 }
        return (resident - shared) * Int(getpagesize())
    }

    private static func text(_ value: Double) -> String { String(format: "%.2f", value) }
}
