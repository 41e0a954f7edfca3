import ArgumentParser
import ClientKit
import Protocol
import Testing

@testable import CLI

/// What command lines are taken, and what they end with.
@Suite struct CommandTests {
    private func isAccepted(_ line: String) -> Bool {
        do {
            _ = try EnclaveCommand.parseAsRoot(line.split(separator: " ").map(String.init))
            return true
        } catch {
            return false
        }
    }

    @Test(arguments: [
        "run a.js", "run - --json", "run a.js --level strict", "run a.js --level STRICT --profile reference",
        "run a.js --broker http://127.0.0.1:7070 --json", "serve", "serve --listen 127.0.0.1:0 --config c.yaml",
        "broker --runtimes 127.0.0.1:0", "runtime --broker ws://127.0.0.1:1", "runtime --listen 127.0.0.1:0 --grace 0",
        "js a.js b.js", "tools --json", "check a.js", "check - --preset agentscript --level SECURE --json",
        "check a.js b.js --sarif --global input",
    ])
    func `these command lines are right`(line: String) {
        #expect(isAccepted(line))
    }

    @Test(arguments: [
        "run", "run a.js b.js", "run a.js --level none", "run a.js --profile none", "run a.js --unknown",
        "run a.js --broker http://h --config c.yaml", "run a.js --broker http://h --level strict", "runtime",
        "runtime --broker ws://h --listen h:1", "runtime --listen h:1 --sessions 0", "runtime --listen h:1 --grace -1",
        "js", "nonsense", "check", "check a.js --preset none-such", "check a.js --json --sarif",
    ])
    func `these command lines are wrong`(line: String) {
        #expect(!isAccepted(line))
    }

    @Test func `every command says what it is for`() {
        for command in EnclaveCommand.configuration.subcommands {
            #expect(!command.configuration.abstract.isEmpty)
            #expect(command.helpMessage().contains("USAGE: "))
        }
    }

    @Test func `a client that got no end of its session says by its status why`() {
        let refused = { (status: Int, code: ErrorCode?) in
            ExitStatus(.refused(ClientError.Refusal(status: status, code: code, message: "")))
        }
        #expect(ExitStatus(.unreachable("")) == .unreachable)
        #expect(ExitStatus(.lost("")) == .unreachable)
        #expect(ExitStatus(.malformed("")) == .unreachable)
        #expect(ExitStatus(.cancelled) == .scriptFailed)
        #expect(refused(413, .payloadTooLarge) == .scriptFailed)
        #expect(refused(503, .sessionCreateError) == .scriptFailed)
        #expect(refused(502, nil) == .unreachable)
    }
}
