import CLibwebsockets
import Foundation
import Synchronization

/// The thread of the event loop, as the executor of the actor that owns the loop. It runs as long as the process.
///
/// Other threads put jobs and commands into the mailbox and wake the loop by `uv_async_send`, the one function of libuv
/// that any thread may call; of libwebsockets they call nothing.
final class LoopExecutor: SerialExecutor {
    /// Something to do on the thread that nobody waits for.
    enum Command: Sendable {
        /// A link's queue to the peer has messages.
        case write(connection: Int)
        /// A link's queue from the peer has room again.
        case resumeReading(connection: Int)
        case close(connection: Int, LinkClosure)
        /// The owner of the endpoint is gone, or wants it to end.
        case stop(endpoint: Int)
        /// The last connection of an endpoint that is to end has ended.
        case settle(endpoint: Int)
    }

    private struct Mailbox {
        var jobs: [UnownedJob] = []
        var commands: [Command] = []
        /// The thread was woken and has not looked yet.
        var isWakePending = false
    }

    /// Touched on the thread only, once it runs.
    nonisolated(unsafe) let loop: UnsafeMutablePointer<uv_loop_t>
    /// Safe to signal from any thread.
    private nonisolated(unsafe) let alarm: UnsafeMutablePointer<uv_async_t>
    private let mailbox = Mutex(Mailbox())
    /// The thread's own name for itself; 0 before it runs.
    private let threadID = Atomic<UInt>(0)

    /// Makes the loop.
    ///
    /// - Throws: `.configuration` where the process has no descriptors left.
    init() throws(LinkError) {
        // Neither is ever freed: the loop lives as long as the process.
        loop = .allocate(capacity: 1)
        alarm = .allocate(capacity: 1)
        guard uv_loop_init(loop) == 0, uv_async_init(loop, alarm, { _ in }) == 0 else {
            throw LinkError(.configuration, "no event loop: the process may have no descriptors left")
        }
    }

    /// Starts the thread.
    ///
    /// - Parameter perform: runs the commands, if any; called on the thread after each turn of the loop.
    func start(perform: @escaping @Sendable ([Command]) -> Void) {
        let thread = Thread { [self] in
            threadID.store(UInt(pthread_self()), ordering: .releasing)
            run(perform)
        }
        thread.name = "websocket loop"
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        add { $0.jobs.append(job) }
    }

    /// Has a command run on the thread, outside of all callbacks.
    func post(_ command: Command) {
        add { $0.commands.append(command) }
    }

    func checkIsolated() {
        precondition(isIsolatingCurrentContext() ?? false, "only the loop's own thread may do this")
    }

    func isIsolatingCurrentContext() -> Bool? {
        threadID.load(ordering: .acquiring) == UInt(pthread_self())
    }

    private func add(_ change: (inout sending Mailbox) -> Void) {
        let needsWake = mailbox.withLock { mailbox in
            change(&mailbox)
            defer { mailbox.isWakePending = true }
            return !mailbox.isWakePending
        }
        if needsWake { uv_async_send(alarm) }
    }

    private func run(_ perform: ([Command]) -> Void) {
        while true {
            uv_run(loop, UV_RUN_ONCE)
            let (jobs, commands) = mailbox.withLock { mailbox in
                defer { mailbox = Mailbox() }
                return (mailbox.jobs, mailbox.commands)
            }
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
            perform(commands)
        }
    }
}
