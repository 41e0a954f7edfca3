import Foundation

/// The figures of a replay.
struct Report {
    private let replays: [Replay]

    init(_ replays: [Replay]) { self.replays = replays }

    private var judged: [Replay] { replays.filter { $0.kind != .skipped } }

    /// Passes of all judged records in percent.
    var percent: Double { Report.percent(judged.count { $0.isPass }, of: judged.count) }

    private static func percent(_ part: Int, of whole: Int) -> Double {
        whole == 0 ? 100 : 100 * Double(part) / Double(whole)
    }

    private static func line(_ name: String, _ replays: [Replay]) -> String {
        let passed = replays.count { $0.isPass }
        let rate = String(format: "%.2f", percent(passed, of: replays.count))
        return "\(name): \(passed) of \(replays.count) (\(rate) %)"
    }

    func print(listsCodes: Bool) {
        for (category, group) in Dictionary(grouping: judged, by: \.record.category).sorted(by: { $0.key < $1.key }) {
            Swift.print(Report.line(category, group))
        }
        for replay in judged where !replay.isPass { Swift.print("MISS  " + describe(replay)) }
        let decided = judged.filter { $0.kind == .decided }
        if listsCodes {
            for replay in decided where replay.isPass && !replay.hasSameCodes {
                Swift.print("CODES " + describe(replay))
            }
        }
        for replay in replays where replay.kind == .skipped { Swift.print("SKIP  " + describe(replay)) }
        Swift.print(Report.line("decided by layers 0 to 3", decided))
        Swift.print(Report.line("  of kind validate", decided.filter { !$0.record.isWholeRun }))
        Swift.print(Report.line("  of kind enclave", decided.filter { $0.record.isWholeRun }))
        Swift.print(Report.line("decided later, let through", judged.filter { $0.kind == .passedOn }))
        Swift.print("same codes: \(decided.count { $0.hasSameCodes }) of \(decided.count)")
        Swift.print(Report.line("total", judged))
    }

    private func describe(_ replay: Replay) -> String {
        let record = replay.record
        let wanted = record.expectedCodes.sorted().joined(separator: ",")
        let got = replay.codes.sorted().joined(separator: ",")
        return "\(record.id) \(record.category) \(record.preset) want \(record.expected.rawValue) "
            + "[\(record.expectedLayer ?? "-") \(wanted)] got \(replay.actual.rawValue) [\(got)] \(replay.detail): "
            + record.title.prefix(90)
    }

    /// One object for each record.
    func json() throws -> Data {
        let objects: [[String: Any]] = replays.map {
            [
                "id": $0.record.id, "kind": $0.kind.rawValue, "pass": $0.isPass, "sameCodes": $0.hasSameCodes,
                "expected": $0.record.expected.rawValue, "actual": $0.actual.rawValue, "codes": $0.codes.sorted(),
            ]
        }
        return try JSONSerialization.data(withJSONObject: objects, options: [.prettyPrinted, .sortedKeys])
    }
}
