import Synchronization

/// Keeps one link up: dials, hands the link over, and when it ends dials again after a while, without end.
package struct Redialer<Wait: Clock>: Sendable where Wait.Duration == Duration {
    /// What the one who used a link found.
    package enum Use: Sendable {
        /// The link did its work; the next one is dialled as if for the first time.
        case good
        /// It ended before it did; the wait goes on growing.
        case bad
    }

    /// What happens, for logs.
    package enum Notice: Sendable {
        case connected(LinkPeer)
        case disconnected(LinkClosure?)
        case failed(LinkError)
        case waiting(Duration)
    }

    private let clock: Wait
    private let generator: @Sendable () -> any RandomNumberGenerator
    private let dial: @Sendable () async throws(LinkError) -> any MessageLink
    private let notice: @Sendable (Notice) -> Void

    /// - Parameters:
    ///   - clock: times the waits.
    ///   - generator: makes the source of the jitter, once for each run.
    ///   - dial: makes one attempt, with its own timeout.
    ///   - notice: told what happens.
    package init(
        clock: Wait, generator: @escaping @Sendable () -> any RandomNumberGenerator = { SystemRandomNumberGenerator() },
        dial: @escaping @Sendable () async throws(LinkError) -> any MessageLink,
        notice: @escaping @Sendable (Notice) -> Void = { _ in }
    ) {
        self.clock = clock
        self.generator = generator
        self.dial = dial
        self.notice = notice
    }

    /// Dials until the task is cancelled; `use` gets each link and returns when it is done with it.
    ///
    /// A link that `use` leaves open is closed as going away.
    package func run(_ use: @Sendable (any MessageLink) async -> Use) async {
        var backoff = Backoff()
        var generator = generator()
        while !Task.isCancelled {
            do throws(LinkError) {
                let link = try await dial()
                notice(.connected(link.peer))
                let outcome = await use(link)
                link.close(LinkClosure(.goingAway))
                notice(.disconnected(link.closure))
                if outcome == .good { backoff.reset() }
            } catch {
                notice(.failed(error))
            }
            guard !Task.isCancelled else { return }
            let wait = backoff.next(using: &generator)
            notice(.waiting(wait))
            guard (try? await clock.sleep(for: wait)) != nil else { return }
        }
    }
}
