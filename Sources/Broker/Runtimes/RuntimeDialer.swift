internal import Link
internal import Logging

/// Keeps the links to the runtimes that the broker dials.
struct RuntimeDialer: Sendable {
    let addresses: [WebSocketURL]
    let token: BearerToken?
    let security: TransportSecurity?
    let pool: RuntimePool
    let logger: Logger

    /// Dials each address, again and again, until cancelled.
    ///
    /// - Throws: certificates that cannot be used.
    func run() async throws {
        guard !addresses.isEmpty else { return }
        let dialer = try await WebSocketDialer<ContinuousClock>.start(security: security)
        await withDiscardingTaskGroup { group in
            for address in addresses {
                group.addTask { await keep(address, dialer) }
            }
        }
        await dialer.stop()
    }

    private func keep(_ address: WebSocketURL, _ dialer: WebSocketDialer<ContinuousClock>) async {
        let (token, pool, logger) = (token, pool, logger)
        let redialer = Redialer(
            clock: ContinuousClock(),
            dial: { () async throws(LinkError) -> any MessageLink in try await dialer.dial(address, token: token) },
            notice: { notice in
                switch notice {
                case .connected: logger.info("runtime dialled", metadata: ["address": "\(address)"])
                case .failed(let error):
                    logger.warning(
                        "runtime cannot be reached", metadata: ["address": "\(address)", "error": "\(error)"])
                case .disconnected, .waiting: break
                }
            })
        await redialer.run { link in await pool.serve(link) ? .good : .bad }
    }
}
