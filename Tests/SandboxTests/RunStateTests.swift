import Testing

@testable import Sandbox

/// A state that expectations may change.
private final class StateBox {
    private var state = RunState()

    var phase: RunState.Phase { state.phase }
    var stop: RunState.Stop? { state.stop }
    func beginTurn() -> Bool { state.beginTurn() }
    func yield() -> Bool { state.yield() }
    func rest() -> RunState.Rest { state.rest() }
    func call(_ id: ToolCall.ID) { state.call(id) }
    func answer(_ id: ToolCall.ID, _ answer: ToolAnswer) -> Bool { state.answer(id, answer) }
    func stop(_ reason: RunState.Stop) -> Bool { state.stop(reason) }
}

struct RunStateTests {
    private let id = ToolCall.ID(rawValue: 1)
    private let answer = ToolAnswer.success(json: "1")

    @Test func `a run waits, is answered, and goes on`() {
        let state = StateBox()
        #expect(state.beginTurn())
        state.call(id)
        #expect(state.rest() == .wait)
        #expect(state.phase == .waiting)
        #expect(state.answer(id, answer))
        #expect(state.phase == .queued)
        #expect(state.beginTurn())
        #expect(state.rest() == .answer(id, answer))
        #expect(state.rest() == .nothing)
    }

    @Test func `an answer that comes during a turn queues nothing`() {
        let state = StateBox()
        #expect(state.beginTurn())
        state.call(id)
        #expect(!state.answer(id, answer))
        #expect(!state.answer(id, answer))
        #expect(state.rest() == .answer(id, answer))
    }

    @Test func `answers come one by one in their order`() {
        let state = StateBox()
        let ids = (1...3).map { ToolCall.ID(rawValue: $0) }
        #expect(state.beginTurn())
        for id in ids { state.call(id) }
        for id in ids.reversed() { _ = state.answer(id, answer) }
        for id in ids.reversed() { #expect(state.rest() == .answer(id, answer)) }
        #expect(state.rest() == .nothing)
    }

    @Test func `a stop during a turn is for the thread, any other for the caller`() {
        let running = StateBox()
        #expect(running.beginTurn())
        #expect(!running.stop(.timeout))
        #expect(!running.yield())
        #expect(running.rest() == .stop(.timeout))
        let queued = StateBox()
        #expect(queued.stop(.timeout))
        #expect(queued.phase == .ended)
        #expect(!queued.beginTurn())
        #expect(!queued.stop(.cancelled("late")))
        let waiting = StateBox()
        #expect(waiting.beginTurn())
        waiting.call(id)
        #expect(waiting.rest() == .wait)
        #expect(waiting.stop(.cancelled("x")))
        #expect(!waiting.answer(id, answer))
    }

    @Test func `the first reason counts`() {
        let state = StateBox()
        #expect(state.beginTurn())
        #expect(!state.stop(.cancelled("first")))
        #expect(!state.stop(.timeout))
        #expect(state.stop == .cancelled("first"))
    }
}

struct TimerHeapTests {
    @Test func `timers come in the order of their times`() {
        var heap = TimerHeap<Int>()
        let now = ContinuousClock.now
        for n in 0..<200 { heap.insert(n, due: now.advanced(by: .seconds((n * 7919) % 200)), isLive: { _ in true }) }
        var last = -1
        let later = now.advanced(by: .seconds(1000))
        while let n = heap.popDue(at: later) {
            #expect((n * 7919) % 200 > last)
            last = (n * 7919) % 200
        }
        #expect(last == 199)
        #expect(heap.count == 0)
    }

    @Test func `nothing comes before its time`() {
        var heap = TimerHeap<Int>()
        let now = ContinuousClock.now
        heap.insert(1, due: now.advanced(by: .seconds(1)), isLive: { _ in true })
        let early = heap.popDue(at: now)
        #expect(early == nil)
        #expect(heap.nextDue == now.advanced(by: .seconds(1)))
    }

    @Test func `timers that nobody waits for do not pile up`() {
        var heap = TimerHeap<Int>()
        let now = ContinuousClock.now
        for n in 0..<100_000 { heap.insert(n, due: now.advanced(by: .seconds(n)), isLive: { $0 > n - 10 }) }
        #expect(heap.count < 1000)
        let first = heap.popDue(at: now.advanced(by: .seconds(200_000)))
        #expect(first != nil)
    }
}
