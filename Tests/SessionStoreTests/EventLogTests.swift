import Protocol
import SessionStore
import Testing

@Suite struct EventLogTests {
    private let id = SessionID(unchecked: "s_1")

    private func log(_ limits: EventLog.Limits = EventLog.Limits(), version: ProtocolVersion = .v2) -> EventLog {
        EventLog(sessionID: id, version: version, limits: limits)
    }

    private func sequences(_ reader: EventReader, bytesMax: Int = 1 << 20) async -> [Int] {
        var sequences: [Int] = []
        while case .events(let events) = await reader.next(bytesMax: bytesMax) { sequences += events.map(\.sequence) }
        return sequences
    }

    private func fill(_ log: EventLog, _ count: Int, bytes: Int = 1) throws {
        for _ in 0..<count { try log.append(.stdout(chunk: String(repeating: "x", count: bytes))) }
    }

    @Test func `Events are numbered from one without gaps, and a line holds the number`() async throws {
        let log = log()
        try fill(log, 3)
        let (reader, oldest) = log.subscribe()
        log.end()
        guard case .events(let events) = await reader.next(bytesMax: 1 << 20) else {
            Issue.record("no events")
            return
        }
        #expect(events.map(\.sequence) == [1, 2, 3])
        #expect(oldest == nil)
        let event = try NDJSON.event(events[1].line.dropLast())
        #expect(event == Event(sessionID: id, sequence: 2, payload: .stdout(chunk: "x")))
        #expect(events[1].line.last == UInt8(ascii: "\n"))
    }

    @Test func `Replay and following meet without loss or repetition while events are written`() async throws {
        let log = log()
        try fill(log, 100)
        try await withThrowingTaskGroup(of: [Int].self) { group in
            for start in [0, 1, 50, 100, 101, 150] {
                group.addTask {
                    let (reader, _) = log.subscribe(from: start)
                    return await sequences(reader, bytesMax: 300)
                }
            }
            group.addTask {
                try fill(log, 2_000)
                log.end()
                return []
            }
            for try await seen in group where !seen.isEmpty {
                let first = try #require(seen.first)
                #expect(seen == Array(first...2_100))
            }
        }
    }

    @Test func `A reader that asks for a later number gets nothing before it`() async throws {
        let log = log()
        try fill(log, 5)
        let (reader, _) = log.subscribe(from: 4)
        try fill(log, 1)
        log.end()
        #expect(await sequences(reader) == [4, 5, 6])
    }

    @Test func `The history keeps the first event and the newest, by count`() async throws {
        let log = log(EventLog.Limits(events: 4))
        try fill(log, 10)
        let (reader, oldest) = log.subscribe()
        log.end()
        #expect(await sequences(reader) == [1, 8, 9, 10])
        #expect(oldest == 8)
        #expect(log.subscribe(from: 8).oldestKept == nil)
        #expect(log.subscribe(from: 7).oldestKept == 8)
    }

    @Test func `The history keeps the first event and the newest, by bytes`() async throws {
        let log = log(EventLog.Limits(bytes: 5_000))
        try fill(log, 20, bytes: 900)
        #expect(log.summary.bytes <= 5_000)
        #expect(log.summary.lastSequence == 20)
        let (reader, _) = log.subscribe()
        log.end()
        #expect(await sequences(reader) == [1, 17, 18, 19, 20])
    }

    @Test func `A reader that does not read is cut off at its bound, and the log goes on for the others`() async throws
    {
        let log = log(EventLog.Limits(readerQueueBytes: 10_000))
        try fill(log, 50, bytes: 1_000)
        let (slow, _) = log.subscribe()
        let overflows = AsyncStream.makeStream(of: Void.self)
        slow.onOverflow { overflows.continuation.yield() }
        // What was there when it came is not counted.
        #expect(log.summary.readerCount == 1)
        try fill(log, 20, bytes: 1_000)
        #expect(log.summary.readerCount == 0)
        var iterator = overflows.stream.makeAsyncIterator()
        await iterator.next()
        guard case .overflowed = await slow.next(bytesMax: 1_000) else {
            Issue.record("the reader still gets something")
            return
        }
        let (other, _) = log.subscribe(from: 70)
        log.end()
        #expect(await sequences(other) == [70])
    }

    @Test func `A batch ends at the bytes that were asked for, and a longer line is a batch of its own`() async throws {
        let log = log()
        try fill(log, 4, bytes: 100)
        try fill(log, 1, bytes: 5_000)
        let (reader, _) = log.subscribe()
        log.end()
        var batches: [Int] = []
        while case .events(let events) = await reader.next(bytesMax: 450) { batches.append(events.count) }
        #expect(batches == [2, 2, 1])
    }

    @Test func `A waiting reader wakes for an event, for the end, and when its task is cancelled`() async throws {
        let log = log()
        let (reader, _) = log.subscribe()
        async let first = reader.next(bytesMax: 100)
        try fill(log, 1)
        guard case .events = await first else {
            Issue.record("no event")
            return
        }
        let (cancelled, _) = log.subscribe(from: 2)
        let task = Task { await cancelled.next(bytesMax: 100) }
        task.cancel()
        guard case .closed = await task.value else {
            Issue.record("cancellation was not noticed")
            return
        }
        #expect(log.summary.readerCount == 1)
        async let end = reader.next(bytesMax: 100)
        log.end()
        guard case .ended = await end else {
            Issue.record("the end was not noticed")
            return
        }
    }

    @Test func `The count of readers is told when one comes, leaves or is dropped`() async throws {
        let log = log()
        let (counts, continuation) = AsyncStream.makeStream(of: Int.self)
        log.onReaderCount { continuation.yield($0) }
        var readers = [log.subscribe().reader, log.subscribe().reader]
        readers.removeFirst().close()
        readers.removeFirst().close()
        var iterator = counts.makeAsyncIterator()
        var seen: [Int] = []
        for _ in 0..<4 { seen.append(await iterator.next() ?? -1) }
        #expect(seen == [1, 2, 1, 0])
    }

    @Test func `After the end nothing is kept and a late reader gets what is there`() async throws {
        let log = log()
        try fill(log, 2)
        log.end()
        try fill(log, 2)
        #expect(log.summary.lastSequence == 2)
        #expect(await sequences(log.subscribe(from: 2).reader) == [2])
        #expect(await sequences(log.subscribe(from: 3).reader) == [])
    }

    @Test func `A session of version 1 has no events of version 2`() async throws {
        let log = log(version: .v1)
        try fill(log, 1)
        try log.append(.toolProgress(ToolProgress(callID: .generate(), phase: .connecting, elapsedMilliseconds: 0)))
        try log.append(
            .final(Final(.success(result: 1), errors: [ErrorPayload(code: .toolTimeout, message: "late")])))
        log.end()
        guard case .events(let events) = await log.subscribe().reader.next(bytesMax: 1 << 20) else {
            Issue.record("no events")
            return
        }
        #expect(events.map(\.type) == [.stdout, .final])
        let text = String(decoding: events[1].line, as: UTF8.self)
        #expect(text.contains("\"protocolVersion\":1"))
        #expect(!text.contains("errors"))
    }

    @Test func `An event that fits no line is refused and takes no number`() throws {
        let log = log()
        #expect(throws: ProtocolError.self) {
            try log.append(.stdout(chunk: String(repeating: "x", count: 9 << 20)))
        }
        try fill(log, 1)
        #expect(log.summary.lastSequence == 1)
    }
}

@Suite struct ToolCallJournalTests {
    private let call = CallID(unchecked: "c_1")
    private let time = Timestamp(millisecondsSinceEpoch: 5)

    @Test func `A call is there before it runs, once, and its first outcome stands`() {
        let journal = ToolCallJournal()
        #expect(journal.begin(call, toolName: "pay", at: time))
        #expect(!journal.begin(call, toolName: "pay", at: time))
        #expect(journal.entries.map(\.outcome) == [.started])
        journal.finish(call, .abandoned(.toolTimeout))
        journal.finish(call, .succeeded)
        #expect(journal.entries.map(\.outcome) == [.abandoned(.toolTimeout)])
    }

    @Test func `Calls keep the order in which they began`() {
        let journal = ToolCallJournal()
        for name in ["c", "a", "b"] { _ = journal.begin(CallID(unchecked: "c_\(name)"), toolName: name, at: time) }
        journal.finish(CallID(unchecked: "c_a"), .failed(.executionError))
        #expect(journal.entries.map(\.toolName) == ["c", "a", "b"])
        #expect(journal.entries.map(\.outcome) == [.started, .failed(.executionError), .started])
    }
}
