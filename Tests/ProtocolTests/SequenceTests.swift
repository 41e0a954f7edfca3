import Protocol
import Testing

@Suite struct SequenceTests {
    @Test func `numbers begin at 1 and end at 2^53 - 1`() throws {
        var counter = SequenceCounter()
        #expect(try counter.next() == 1)
        #expect(try counter.next() == 2)
        var last = SequenceCounter(last: Event.sequenceMax - 1)
        #expect(try last.next() == Event.sequenceMax)
        #expect(throws: ProtocolError.self) { try last.next() }
    }

    @Test func `a reader drops duplicates and notes gaps`() {
        var tracker = SequenceTracker()
        #expect(tracker.receive(5) == .next)
        #expect(tracker.receive(6) == .next)
        #expect(tracker.receive(6) == .duplicate)
        #expect(tracker.receive(1) == .duplicate)
        #expect(tracker.receive(9) == .afterGap(7...8))
        #expect(tracker.last == 9)
        #expect(tracker.gaps == [7...8])
        for number in 1...200 { _ = tracker.receive(9 + 2 * number) }
        #expect(tracker.gaps.count == SequenceTracker.gapsMax)
        #expect(tracker.gapCount == 201)
        #expect(tracker.receive(.max) != .duplicate)
        #expect(tracker.receive(.max) == .duplicate)
        var resumed = SequenceTracker(last: 4)
        #expect(resumed.receive(4) == .duplicate)
        #expect(resumed.receive(5) == .next)
    }

    @Test func `the order of a stream is checked`() throws {
        let events = try [0, 1, 2, 3, 4, 5, 6].map { try NDJSON.event(Array(EventTests.examples[$0].utf8)[...]) }
        func check(_ events: [Event]) -> EventOrder.Violation? {
            var order = EventOrder()
            do throws(EventOrder.Violation) {
                for event in events { try order.receive(event) }
                return nil
            } catch {
                return error
            }
        }
        #expect(check(events) == nil)
        #expect(check(Array(events.dropFirst())) == .doesNotBeginWithSessionInit)
        #expect(check([events[0], events[0]]) == .secondSessionInit)
        #expect(check([events[0], events[2], events[1]]) == .numberNotRising)
        #expect(check([events[0], events[6], events[6]]) == .afterFinal)
        var other = events[1]
        other.sessionID = try #require(SessionID("s_other"))
        #expect(check([events[0], other]) == .otherSession)
    }
}
