import Protocol
import Testing

@testable import ClientKit

@Suite struct FollowStateMachineTests {
    private static let id = SessionID(unchecked: "s_1")
    private static let start = ContinuousClock.now

    /// A machine and the time that its inputs come at.
    private struct Driver {
        var machine: FollowStateMachine
        var elapsed = Duration.zero

        init(_ change: (inout FollowStateMachine.Settings) -> Void = { _ in }) {
            var settings = FollowStateMachine.Settings(sessionID: id, retry: .standard)
            settings.silence = .seconds(30)
            change(&settings)
            machine = FollowStateMachine(settings)
        }

        mutating func take(_ input: FollowStateMachine.Input, random: Double = 0) -> [FollowStateMachine.Action] {
            machine.handle(input, at: start.advanced(by: elapsed), random: random)
        }

        mutating func event(_ number: Int, _ payload: EventPayload = .stdout(chunk: "x")) -> [FollowStateMachine.Action]
        {
            take(.event(Event(sessionID: id, sequence: number, payload: payload)))
        }

        /// Lets the time pass that the machine waits for, and tells it.
        mutating func wait() -> (Duration, [FollowStateMachine.Action]) {
            guard let due = machine.nextDeadline else { return (.zero, []) }
            let wait = start.advanced(by: elapsed).duration(to: due)
            elapsed += wait
            return (wait, take(.tick(isIdle: true)))
        }
    }

    private static let broken = FollowStateMachine.Input.broken(ConnectionFailure(message: "cut", wasNeverSent: false))
    private static let final = EventPayload.final(Final(.success(result: nil)))

    private static func refused(
        _ status: Int, code: ErrorCode? = nil, retryAfter: Duration? = nil
    ) -> FollowStateMachine.Input {
        .refused(ClientError.Refusal(status: status, code: code, message: "no", retryAfter: retryAfter))
    }

    @Test func `A session goes from its request to its final, each event once`() {
        var driver = Driver()
        #expect(driver.take(.begin(isNew: true)) == [.create])
        #expect(driver.take(.begin(isNew: true)) == [])
        #expect(driver.event(1).count == 1)
        #expect(driver.event(1) == [])
        #expect(driver.event(4).count == 1)
        #expect(driver.event(3) == [])
        let last = driver.event(5, Self.final)
        #expect(last.count == 3)
        #expect(last.dropFirst() == [.disconnect, .end(nil)])
        #expect(driver.event(6) == [])
        #expect(driver.machine.nextDeadline == nil)
    }

    @Test func `An event of another session is nothing`() {
        var driver = Driver()
        _ = driver.take(.begin(isNew: true))
        let foreign = Event(sessionID: SessionID(unchecked: "s_2"), sequence: 1, payload: Self.final)
        #expect(driver.take(.event(foreign)) == [])
    }

    @Test func `A stream that breaks is taken up after 1, 2 and 4 seconds, and then given up`() {
        var driver = Driver()
        _ = driver.take(.begin(isNew: true))
        _ = driver.event(7)
        for seconds in [1, 2, 4] {
            #expect(driver.take(Self.broken) == [.disconnect])
            let (wait, actions) = driver.wait()
            #expect(wait == .seconds(seconds))
            #expect(actions == [.follow(from: 8)])
        }
        #expect(driver.take(Self.broken) == [.disconnect, .end(.lost("cut"))])
    }

    @Test(arguments: [(-1.0, 700), (1.0, 1_300), (0.5, 1_150)])
    func `A wait is shorter or longer by its jitter`(random: Double, milliseconds: Int) {
        var driver = Driver()
        _ = driver.take(.begin(isNew: false))
        _ = driver.take(.bodyEnded, random: random)
        let wait = driver.wait().0
        #expect(abs(wait / .milliseconds(1) - Double(milliseconds)) < 0.001)
    }

    @Test func `Only a new event makes the attempts count anew`() {
        var driver = Driver()
        _ = driver.take(.begin(isNew: true))
        _ = driver.event(1)
        for number in 2...20 {
            #expect(driver.take(.bodyEnded) == [.disconnect])
            #expect(driver.wait().0 == .seconds(1))
            _ = driver.take(.life)
            _ = driver.event(number)
        }
        for _ in 0..<3 {
            _ = driver.take(.bodyEnded)
            _ = driver.wait()
            // What is repeated is no news.
            _ = driver.take(.life)
            _ = driver.event(20)
        }
        #expect(driver.take(.bodyEnded) == [.disconnect, .end(.lost("the stream ended before the session did"))])
    }

    @Test func `A request that was never sent is not followed up`() {
        var driver = Driver()
        _ = driver.take(.begin(isNew: true))
        let refused = FollowStateMachine.Input.broken(ConnectionFailure(message: "refused", wasNeverSent: true))
        #expect(driver.take(refused) == [.disconnect, .end(.unreachable("refused"))])
    }

    @Test func `A request that broke is asked about, never repeated, and its own failure is told`() {
        var driver = Driver()
        _ = driver.take(.begin(isNew: true))
        #expect(driver.take(Self.broken) == [.disconnect])
        #expect(driver.wait().1 == [.follow(from: nil)])
        #expect(driver.take(Self.refused(404, code: .notFound)) == [.disconnect, .end(.lost("cut"))])
    }

    @Test(arguments: [400, 401, 403, 404, 409, 413, 429, 503])
    func `What the broker says about the first request is the end`(status: Int) {
        var driver = Driver()
        _ = driver.take(.begin(isNew: true))
        let refusal = ClientError.Refusal(status: status, code: .invalidRequest, message: "no")
        #expect(driver.take(.refused(refusal)) == [.disconnect, .end(.refused(refusal))])
    }

    @Test func `What a proxy says about the first request leaves the session in doubt`() {
        var driver = Driver()
        _ = driver.take(.begin(isNew: true))
        #expect(driver.take(Self.refused(502)) == [.disconnect])
        #expect(driver.wait().1 == [.follow(from: nil)])
        let first = ClientError.refused(ClientError.Refusal(status: 502, message: "no"))
        #expect(driver.take(Self.refused(404)) == [.disconnect, .end(first)])
    }

    @Test(arguments: [400, 401, 403, 404, 410])
    func `A refusal that will not change is not asked for again`(status: Int) {
        var driver = Driver()
        _ = driver.take(.begin(isNew: false))
        _ = driver.event(1)
        _ = driver.take(Self.broken)
        _ = driver.wait()
        let actions = driver.take(Self.refused(status))
        #expect(actions.first == .disconnect)
        #expect(actions.count == 2 && driver.machine.isEnded)
    }

    @Test(arguments: [408, 425, 429, 500, 502, 503])
    func `A refusal that may change is asked for again, as late as the broker says`(status: Int) {
        var driver = Driver()
        _ = driver.take(.begin(isNew: false))
        #expect(driver.take(Self.refused(status, retryAfter: .seconds(17))) == [.disconnect])
        #expect(driver.wait().0 == .seconds(17))
        #expect(driver.take(Self.refused(status, retryAfter: .zero)) == [.disconnect])
        #expect(driver.wait().0 == .seconds(2))
    }

    @Test func `Silence is an alarm, any byte is life, and what lies unread is no silence`() {
        var driver = Driver()
        _ = driver.take(.begin(isNew: true))
        driver.elapsed = .seconds(29)
        _ = driver.take(.life)
        driver.elapsed = .seconds(58)
        #expect(driver.take(.tick(isIdle: true)) == [])
        driver.elapsed = .seconds(59)
        #expect(driver.take(.tick(isIdle: false)) == [])
        #expect(driver.take(.tick(isIdle: true)) == [.disconnect])
        #expect(driver.wait().0 == .seconds(1))
    }

    @Test func `The alarm is at 30 seconds or at two heartbeats, and never without heartbeats`() {
        #expect(FollowStateMachine.silence(heartbeatMilliseconds: 100) == .seconds(30))
        #expect(FollowStateMachine.silence(heartbeatMilliseconds: 25_000) == .seconds(50))
        #expect(FollowStateMachine.silence(heartbeatMilliseconds: 0) == nil)
    }

    @Test func `A caller's patience ends, events or not`() {
        var driver = Driver { $0.timeout = .seconds(65) }
        _ = driver.take(.begin(isNew: true))
        _ = driver.event(1)
        driver.elapsed = .seconds(65)
        let end = FollowStateMachine.Action.end(.timedOut(after: .seconds(65)))
        #expect(driver.take(.tick(isIdle: false)) == [.disconnect, end])
    }

    @Test func `A cancel ends by the session's final, by the loss of the stream, or after two seconds`() {
        var idle = Driver()
        #expect(idle.take(.cancelRequested) == [.disconnect, .end(.cancelled)])

        var confirmed = Driver()
        _ = confirmed.take(.begin(isNew: true))
        #expect(confirmed.take(.cancelRequested) == [])
        #expect(confirmed.event(1, Self.final).last == .end(nil))

        var lost = Driver()
        _ = lost.take(.begin(isNew: true))
        _ = lost.take(.cancelRequested)
        #expect(lost.take(Self.broken) == [.disconnect, .end(.cancelled)])

        var late = Driver()
        _ = late.take(.begin(isNew: true))
        _ = late.take(.cancelRequested)
        late.elapsed = .seconds(1)
        _ = late.take(.cancelRequested)
        #expect(late.wait() == (.seconds(1), [.disconnect, .end(.cancelled)]))
    }

    @Test func `A filter hides events and not the end`() {
        var driver = Driver { $0.filter = EventFilter(mode: .include, rules: [], alwaysAllow: []) }
        _ = driver.take(.begin(isNew: true))
        #expect(driver.event(1) == [])
        #expect(driver.event(2, Self.final).count == 3)
    }

    @Test func `A follower that begins at a number asks for it, and takes nothing before it`() {
        var driver = Driver { $0.first = 5 }
        #expect(driver.take(.begin(isNew: false)) == [.follow(from: 5)])
        #expect(driver.event(4) == [])
        #expect(driver.event(5).count == 1)
    }
}
