/// Where tasks wait for each other: it opens when enough have arrived, or when someone opens it.
actor Gate {
    private var missing: Int
    private var waiting: [AsyncStream<Never>.Continuation] = []

    /// - Parameter count: arrivals after which it opens by itself.
    init(opensAfter count: Int) {
        missing = count
    }

    /// Counts an arrival; does not wait.
    func arrive() {
        missing -= 1
        if missing <= 0 { open() }
    }

    func open() {
        missing = 0
        for continuation in waiting { continuation.finish() }
        waiting = []
    }

    /// Returns when the gate is open, or the task cancelled.
    func pass() async {
        guard missing > 0 else { return }
        let (opening, continuation) = AsyncStream.makeStream(of: Never.self)
        waiting.append(continuation)
        for await _ in opening {}
    }
}
