import Protocol
import Testing

@testable import Broker

@Suite struct RuntimeSchedulerTests {
    private func session(_ number: Int) -> SessionID { SessionID(unchecked: "s_\(number)") }

    @Test func `Sessions go to the runtime with the least load for its size, in turns`() {
        var scheduler = RuntimeScheduler()
        _ = scheduler.add(1, labels: [:], places: 10)
        _ = scheduler.add(2, labels: [:], places: 20)
        var counts: [Int: Int] = [:]
        for number in 0..<30 {
            let (_, grants) = scheduler.request(session(number), labels: [:])
            counts[grants[0].connection, default: 0] += 1
        }
        #expect(counts == [1: 10, 2: 20])
        #expect(scheduler.request(session(99), labels: [:]).1 == [])
    }

    @Test func `Who waits is served in the order of coming, when a place is free`() {
        var scheduler = RuntimeScheduler()
        let (first, none) = scheduler.request(session(1), labels: [:])
        let (second, _) = scheduler.request(session(2), labels: [:])
        let (third, _) = scheduler.request(session(3), labels: [:])
        #expect(none == [])
        #expect(scheduler.add(1, labels: [:], places: 1).map(\.waiter) == [first])
        scheduler.withdraw(second)
        #expect(scheduler.release(session(1), at: 1).map(\.waiter) == [third])
    }

    @Test func `Labels choose among runtimes, and one that nothing fits holds up nobody`() {
        var scheduler = RuntimeScheduler()
        let (picky, _) = scheduler.request(session(1), labels: ["zone": "b"])
        #expect(scheduler.add(1, labels: ["zone": "a"], places: 5) == [])
        #expect(scheduler.request(session(2), labels: ["zone": "a"]).1.map(\.connection) == [1])
        #expect(scheduler.request(session(3), labels: [:]).1.map(\.connection) == [1])
        #expect(scheduler.add(2, labels: ["zone": "b", "x": "y"], places: 5).map(\.waiter) == [picky])
    }

    @Test func `A runtime that drains, is stale or has refused gets nothing`() {
        var scheduler = RuntimeScheduler()
        _ = scheduler.add(1, labels: [:], places: 5)
        _ = scheduler.request(session(1), labels: [:])
        _ = scheduler.refused(session(1), at: 1)
        let (waiter, grants) = scheduler.request(session(2), labels: [:])
        #expect(grants == [])
        #expect(scheduler.statusCame(1).map(\.waiter) == [waiter])
        scheduler.statusIsOverdue(1)
        #expect(!scheduler.hasRuntime)
        #expect(scheduler.request(session(3), labels: [:]).1 == [])
        #expect(scheduler.statusCame(1).count == 1)
        scheduler.drain(1)
        #expect(!scheduler.hasRuntime)
        #expect(scheduler.request(session(4), labels: [:]).1 == [])
        #expect(scheduler.remove(1) == [session(2), session(3)])
    }

    @Test func `A session does not go where one of its id is still ending`() {
        var scheduler = RuntimeScheduler()
        _ = scheduler.add(1, labels: [:], places: 5)
        _ = scheduler.request(session(1), labels: [:])
        let (waiter, grants) = scheduler.request(session(1), labels: [:])
        #expect(grants == [])
        #expect(scheduler.release(session(1), at: 1).map(\.waiter) == [waiter])
    }

    @Test
    func `The first routing rule whose match a session's labels hold decides, and without one any runtime will do`() {
        let rules = [
            RoutingRule(match: ["tier": "gold", "zone": "a"], target: ["n": "1"]),
            RoutingRule(match: ["tier": "gold"], target: ["n": "2"]),
        ]
        #expect(rules.required(for: ["tier": "gold", "zone": "a", "x": "y"]) == ["n": "1"])
        #expect(rules.required(for: ["tier": "gold"]) == ["n": "2"])
        #expect(rules.required(for: ["tier": "iron"]) == [:])
        #expect([RoutingRule(match: [:], target: ["n": "3"])].required(for: [:]) == ["n": "3"])
    }

    @Test func `A session that a runtime brought back takes a place`() {
        var scheduler = RuntimeScheduler()
        _ = scheduler.add(1, labels: [:], places: 1)
        scheduler.adopt(session(1), at: 1)
        #expect(scheduler.request(session(2), labels: [:]).1 == [])
        #expect(scheduler.release(session(1), at: 1).count == 1)
    }
}
