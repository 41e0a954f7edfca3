import Link
import Synchronization
import Testing

/// Gives the middle, the lower or the upper end of every range.
private struct EdgeGenerator: RandomNumberGenerator {
    let value: UInt64
    mutating func next() -> UInt64 { value }
}

@Suite struct RedialerTests {
    @Test(arguments: [(UInt64.min, 0.7), (UInt64.max / 2 + 1, 1.0), (UInt64.max, 1.3)])
    func `waits double up to 30 s, within the jitter`(random: UInt64, factor: Double) {
        var generator = EdgeGenerator(value: random)
        var backoff = Backoff()
        for base in [1.0, 2, 4, 8, 16, 30, 30, 30] {
            let wait = backoff.next(using: &generator)
            let seconds = wait / .seconds(1)
            #expect(abs(seconds - base * factor) < base * 0.001, "\(seconds) for \(base) × \(factor)")
        }
        backoff.reset()
        #expect(backoff.next(using: &generator) / .seconds(1) < 1.301)
        for _ in 0..<1000 { _ = backoff.next(using: &generator) }
        #expect(backoff.next(using: &generator) / .seconds(1) < 39.001)
    }

    @Test func `a lost link is dialled again after a growing wait`() async {
        let clock = ManualClock()
        let waits = Mutex<[Duration]>([])
        let dials = Mutex(0)
        let redialer = Redialer(
            clock: clock, generator: { EdgeGenerator(value: UInt64.max / 2 + 1) },
            dial: { () throws(LinkError) -> any MessageLink in
                let attempt = dials.withLock { dials in
                    dials += 1
                    return dials
                }
                guard attempt == 3 || attempt == 5 else { throw LinkError(.unreachable, "nobody there") }
                return InMemoryLink.pair().0
            },
            notice: { notice in
                if case .waiting(let wait) = notice { waits.withLock { $0.append(wait) } }
            })
        let task = Task {
            await redialer.run { link in
                // The first link is of use, the second is not.
                dials.withLock { $0 } == 3 ? .good : .bad
            }
        }
        for _ in 0..<6 {
            await clock.untilSomebodySleeps()
            clock.advance(by: .seconds(60))
        }
        await clock.untilSomebodySleeps()
        task.cancel()
        await task.value
        let seconds = waits.withLock { $0.map { Int(($0 / .seconds(1)).rounded()) } }
        #expect(seconds == [1, 2, 1, 2, 4, 8, 16])
        #expect(dials.withLock { $0 } == 7)
    }

    @Test func `a link that its user leaves open is closed, and a cancelled run dials no more`() async {
        let (ours, theirs) = InMemoryLink.pair()
        let task = Mutex<Task<Void, Never>?>(nil)
        let redialer = Redialer(clock: ManualClock(), dial: { () throws(LinkError) -> any MessageLink in ours })
        let run = Task {
            await redialer.run { _ in
                task.withLock { $0 }?.cancel()
                return .good
            }
        }
        task.withLock { $0 = run }
        run.cancel()
        await run.value
        ours.close(LinkClosure(.goingAway))
        #expect(await theirs.receive() == nil)
        #expect(theirs.closure?.code == .goingAway)
    }
}
