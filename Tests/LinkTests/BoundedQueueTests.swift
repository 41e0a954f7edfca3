import Synchronization
import Testing

@testable import Link

@Suite struct BoundedQueueTests {
    private func queue(
        count: Int = 3, cost: Int = 100, whenFilled: @escaping @Sendable () -> Void = {},
        whenDrained: @escaping @Sendable () -> Void = {}
    ) -> BoundedQueue<Int> {
        BoundedQueue(
            limits: .init(countMax: count, costMax: cost), costOf: { $0 }, whenFilled: whenFilled,
            whenDrained: whenDrained)
    }

    @Test func `elements come out in order`() async {
        let queue = queue(count: 10)
        for number in 1...5 { #expect(await queue.push(number) == .queued) }
        for number in 1...5 { #expect(await queue.pull() == number) }
        #expect(queue.poll() == nil)
    }

    @Test func `a push to a full queue waits until there is room`() async {
        let queue = queue(count: 2)
        _ = await queue.push(1)
        _ = await queue.push(2)
        async let third = queue.push(3)
        #expect(await queue.pull() == 1)
        #expect(await third == .queued)
        #expect(await queue.pull() == 2)
        #expect(await queue.pull() == 3)
    }

    @Test func `one element is taken whatever it costs, and others wait`() async {
        let queue = queue(cost: 10)
        #expect(await queue.push(1000) == .queued)
        #expect(queue.isFull)
        async let next = queue.push(1)
        #expect(await queue.pull() == 1000)
        #expect(await next == .queued)
        #expect(!queue.isFull)
    }

    @Test func `senders keep their order, also behind a small element`() async {
        let queue = queue(count: 100, cost: 10)
        _ = await queue.push(9)
        let senders = (0..<20).map { _ in Task { await queue.push(5) } }
        var sum = 0
        for _ in 0..<21 { sum += await queue.pull() ?? 0 }
        #expect(sum == 109)
        for sender in senders { #expect(await sender.value == .queued) }
    }

    @Test func `a cancelled push adds nothing`() async {
        let queue = queue(count: 1)
        _ = await queue.push(1)
        let task = Task { await queue.push(2) }
        task.cancel()
        #expect(await task.value == .cancelled)
        #expect(await queue.pull() == 1)
        #expect(queue.poll() == nil)
    }

    @Test func `a cancelled pull takes nothing`() async {
        let queue = queue()
        let task = Task { await queue.pull() }
        task.cancel()
        #expect(await task.value == nil)
        _ = await queue.push(1)
        #expect(queue.poll() == 1)
    }

    @Test func `the end lets readers take what is there and refuses writers`() async {
        let queue = queue(count: 1)
        _ = await queue.push(1)
        let waiting = Task { await queue.push(2) }
        while !queue.isFull { await Task.yield() }
        queue.finish()
        #expect([.ended].contains(await waiting.value))
        #expect(await queue.push(3) == .ended)
        #expect(queue.offer(4) == .ended)
        #expect(await queue.pull() == 1)
        #expect(await queue.pull() == nil)
    }

    @Test func `the end wakes readers and can discard`() async {
        let empty = queue()
        let reader = Task { await empty.pull() }
        empty.finish()
        #expect(await reader.value == nil)
        let filled = queue()
        _ = await filled.push(1)
        filled.finish(discarding: true)
        #expect(await filled.pull() == nil)
    }

    @Test func `an offerer is told when to stop and when to go on`() async {
        let drained = Mutex(0)
        let queue = queue(count: 4, whenDrained: { drained.withLock { $0 += 1 } })
        #expect([queue.offer(1), queue.offer(1), queue.offer(1)] == [.queued, .queued, .queued])
        #expect(queue.offer(1) == .full)
        #expect(queue.offer(1) == .full)
        for _ in 0..<2 { _ = await queue.pull() }
        #expect(drained.withLock { $0 } == 0)
        _ = await queue.pull()
        #expect(drained.withLock { $0 } == 1)
        _ = await queue.pull()
        #expect(drained.withLock { $0 } == 1)
    }

    @Test func `a poller is told when there is something, once`() async {
        let filled = Mutex(0)
        let queue = queue(count: 4, whenFilled: { filled.withLock { $0 += 1 } })
        _ = await queue.push(1)
        _ = await queue.push(1)
        #expect(filled.withLock { $0 } == 1)
        #expect(queue.poll() != nil)
        #expect(queue.poll() != nil)
        #expect(queue.poll() == nil)
        _ = await queue.push(1)
        #expect(filled.withLock { $0 } == 2)
    }

    @Test func `many writers and readers lose and repeat nothing`() async {
        let queue = BoundedQueue<Int>(limits: .init(countMax: 7, costMax: 1000), costOf: { _ in 1 })
        let sum = await withTaskGroup(of: Int.self) { group in
            for writer in 0..<20 {
                group.addTask {
                    for number in 0..<100 { _ = await queue.push(writer * 100 + number) }
                    return 0
                }
            }
            for _ in 0..<10 {
                group.addTask {
                    var sum = 0
                    for _ in 0..<200 { sum += await queue.pull() ?? 0 }
                    return sum
                }
            }
            return await group.reduce(0, +)
        }
        #expect(sum == 2000 * 1999 / 2)
    }
}
