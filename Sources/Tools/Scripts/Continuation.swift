import Foundation
import JavaScript
import JavaScriptSyntax

/// An execution that another process began and this one ends.
struct Continuation {
    /// Path of the written execution.
    let image: String
    /// JSON that every waiting host call is answered with.
    let answer: String
    /// Path of the script, whose program the image does not hold.
    let script: String

    /// Prints the rest of the output, then `fuel N`. Returns the status to exit with.
    func run() -> Int32 {
        do {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: image)))
            let text = try String(contentsOfFile: script, encoding: .utf8)
            let program = try Program.compile(
                SourceText(text), name: (script as NSString).lastPathComponent, kind: .asyncFunctionBody)
            let execution = try Execution(image: ExecutionImage(bytes: bytes), program: program, pool: ArenaPool())
            execution.onPrint { print($0) }
            return finish(execution) ? 0 : 1
        } catch {
            print("cannot continue: \(error)")
            return 1
        }
    }

    private func finish(_ execution: Execution) -> Bool {
        // Calls that were handed to the other process's host are numbered from 1, as those made here are.
        var id: UInt32 = 1
        while true {
            switch execution.run(slice: .max) {
            case .waiting:
                while execution.settle(call: id, resultJSON: Array(answer.utf8)) == .noSuchCall {
                    id += 1
                    guard id < 1_000_000 else { return false }
                }
            case .finished:
                if case .thrown(let error) = execution.outcome { print(error) }
                print("fuel \(execution.fuelUsed)")
                return true
            case .terminated(let reason):
                print("stopped: \(reason)")
                return false
            case .outOfSlice: break
            }
        }
    }
}
