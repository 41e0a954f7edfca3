package import Link
package import Protocol

/// How a runtime runs scripts, and for whom.
package struct RuntimeSettings: Sendable {
    /// Unique among the broker's runtimes, and the same after a reconnect.
    package var runtimeID: RuntimeID
    /// What the broker's routing rules select by.
    package var labels: [String: String]
    /// Sessions at a time; one more is refused with `RUNTIME_AT_CAPACITY`.
    package var sessionsMax: Int
    /// The level of sessions for which the broker names none.
    package var securityLevel: SecurityLevel
    /// The most that the broker may ask for; a higher level is lowered to it.
    package var securityLevelMax: SecurityLevel
    /// What a session may ask for at most, where that differs from its level's limits.
    package var maximums: RequestedLimits
    /// How long a session goes on without its broker before it is given up.
    package var orphanGrace: Duration

    /// Settings.
    package init(
        runtimeID: RuntimeID = .generate(), labels: [String: String] = [:], sessionsMax: Int = 1_000,
        securityLevel: SecurityLevel = .standard, securityLevelMax: SecurityLevel = .permissive,
        maximums: RequestedLimits = RequestedLimits(), orphanGrace: Duration = .seconds(15)
    ) {
        self.runtimeID = runtimeID
        self.labels = labels
        self.sessionsMax = max(1, sessionsMax)
        self.securityLevel = securityLevel
        self.securityLevelMax = securityLevelMax
        self.maximums = maximums
        self.orphanGrace = orphanGrace
    }
}

/// How a runtime and its broker find each other.
package enum RuntimeConnection: Sendable {
    /// The runtime dials: a path of `/` becomes `/runtime`.
    case dial(WebSocketURL, token: BearerToken?, security: TransportSecurity?)
    /// The broker dials, or several do.
    case listen(WebSocketServer.Configuration)
}
