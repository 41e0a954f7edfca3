internal import NIOCore
internal import Synchronization

/// What a connection says to its follower.
enum ConnectionMessage: Sendable {
    /// The answer is a stream.
    case opened
    case part(ByteBuffer)
    case ended
    case refused(ClientError.Refusal)
    case broken(ConnectionFailure)
    case malformed(String)
}

/// A place for one message between a connection and its follower.
///
/// One message at a time is the whole buffer: whoever has the next one waits until this one is taken, and so does,
/// behind it, the sender at the other end of the network.
final class Inbox: Sendable {
    private struct State {
        var message: ConnectionMessage?
        /// Somebody wants the taker's attention though there is no message.
        var isWoken = false
        var taker: CheckedContinuation<Void, Never>?
        var putter: CheckedContinuation<Void, Never>?
    }

    private enum Side {
        case taker
        case putter
    }

    private let state = Mutex(State())

    /// Leaves a message, as soon as the one before is taken.
    ///
    /// - Returns: false if the task was cancelled meanwhile.
    func put(_ message: ConnectionMessage) async -> Bool {
        while !Task.isCancelled {
            let (isDone, taker) = state.withLock { state in
                guard state.message == nil else { return (false, nil as CheckedContinuation<Void, Never>?) }
                state.message = message
                return (true, Self.remove(.taker, from: &state))
            }
            taker?.resume()
            if isDone { return true }
            await wait(as: .putter) { $0.message == nil }
        }
        return false
    }

    /// Takes the message that is there.
    func take() -> ConnectionMessage? {
        let (message, putter) = state.withLock { state in
            defer { state.message = nil }
            return (state.message, Self.remove(.putter, from: &state))
        }
        putter?.resume()
        return message
    }

    /// Returns when there is a message, when somebody called `wake`, or when the task is cancelled.
    func untilReady() async {
        await wait(as: .taker) { $0.message != nil || $0.isWoken }
        state.withLock { $0.isWoken = false }
    }

    /// Lets the taker look again, though there may be no message.
    func wake() {
        let taker = state.withLock { state in
            state.isWoken = true
            return Self.remove(.taker, from: &state)
        }
        taker?.resume()
    }

    private func wait(as side: Side, until isReady: @Sendable (borrowing State) -> Bool) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    // A task that was cancelled before is not told again.
                    if Task.isCancelled || isReady(state) { return true }
                    switch side {
                    case .taker: state.taker = continuation
                    case .putter: state.putter = continuation
                    }
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { Self.remove(side, from: &$0) }?.resume()
        }
    }

    private static func remove(_ side: Side, from state: inout State) -> CheckedContinuation<Void, Never>? {
        switch side {
        case .taker:
            defer { state.taker = nil }
            return state.taker
        case .putter:
            defer { state.putter = nil }
            return state.putter
        }
    }
}
