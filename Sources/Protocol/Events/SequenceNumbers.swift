/// Gives a session's events their numbers: 1, 2, 3 and so on.
public struct SequenceCounter: Sendable, Equatable {
    /// The number given last; 0 before the first.
    public private(set) var last: Int

    /// - Parameter last: the number given last, where a session goes on.
    public init(last: Int = 0) {
        self.last = last
    }

    /// The next number.
    ///
    /// - Throws: `.numberLimit` once 2^53 − 1 is given.
    public mutating func next() throws(ProtocolError) -> Int {
        guard last < Event.sequenceMax else {
            throw ProtocolError(
                .numberLimit, "the session has used all sequence numbers", at: .field("seq"), code: .internalError)
        }
        last += 1
        return last
    }
}

/// Follows the numbers of the events that a reader receives.
///
/// Filtered events leave gaps, so a gap is legal; after a reconnect events may come twice, so what is not above the
/// highest number seen is a duplicate.
public struct SequenceTracker: Sendable, Equatable {
    /// What a number means to the reader.
    public enum Arrival: Sendable, Equatable {
        /// The first one, or the one after the last.
        case next
        /// Later than expected; the numbers of the range did not come.
        case afterGap(ClosedRange<Int>)
        /// Seen before, or older; to be dropped.
        case duplicate
    }

    /// Gaps beyond this many are counted but not kept.
    public static let gapsMax = 100

    /// The highest number seen; nil before the first.
    public private(set) var last: Int?
    /// The first gaps, in order.
    public private(set) var gaps: [ClosedRange<Int>] = []
    /// How many gaps there were.
    public private(set) var gapCount = 0

    /// - Parameter last: the highest number seen, where a reader goes on.
    public init(last: Int? = nil) {
        self.last = last
    }

    /// Takes the number of an event that arrived.
    public mutating func receive(_ sequence: Int) -> Arrival {
        guard let last else {
            self.last = sequence
            return .next
        }
        guard sequence > last else { return .duplicate }
        self.last = sequence
        guard sequence > last &+ 1 else { return .next }
        let gap = last &+ 1...sequence &- 1
        gapCount &+= 1
        if gaps.count < Self.gapsMax { gaps.append(gap) }
        return .afterGap(gap)
    }
}

/// Checks the order of a session's events: `session_init` first, numbers rising, nothing after `final`.
public struct EventOrder: Sendable, Equatable {
    /// Why an event must not stand where it does.
    public enum Violation: Error, Sendable, Equatable {
        case doesNotBeginWithSessionInit
        case secondSessionInit
        case numberNotRising
        case afterFinal
        case otherSession
    }

    private var sessionID: SessionID?
    private var last = 0
    /// Whether `final` was seen.
    public private(set) var isComplete = false

    /// Nothing seen yet.
    public init() {}

    /// Takes the next event of an unfiltered stream.
    public mutating func receive(_ event: Event) throws(Violation) {
        guard !isComplete else { throw .afterFinal }
        if let sessionID {
            guard event.sessionID == sessionID else { throw .otherSession }
            guard event.type != .sessionInit else { throw .secondSessionInit }
        } else {
            guard event.type == .sessionInit else { throw .doesNotBeginWithSessionInit }
            sessionID = event.sessionID
        }
        guard event.sequence > last else { throw .numberNotRising }
        last = event.sequence
        isComplete = event.isFinal
    }
}
