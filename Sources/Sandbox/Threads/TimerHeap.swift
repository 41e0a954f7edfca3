/// What is due at which time, soonest first: a binary heap.
struct TimerHeap<Element> {
    /// One element and its time.
    struct Entry {
        let due: ContinuousClock.Instant
        let element: Element
    }

    /// Below this many entries nothing is searched for dead ones.
    private static var purgeMin: Int { 256 }

    private var entries: [Entry] = []
    private var purgeAt = TimerHeap.purgeMin

    var count: Int { entries.count }

    /// When the soonest element is due.
    var nextDue: ContinuousClock.Instant? { entries.first?.due }

    /// Adds an element. Whenever the heap has doubled, elements for which nobody waits any more are dropped.
    mutating func insert(_ element: Element, due: ContinuousClock.Instant, isLive: (Element) -> Bool) {
        if entries.count >= purgeAt {
            entries.removeAll { !isLive($0.element) }
            for index in stride(from: entries.count / 2 - 1, through: 0, by: -1) { siftDown(index) }
            purgeAt = max(Self.purgeMin, entries.count * 2)
        }
        entries.append(Entry(due: due, element: element))
        siftUp(entries.count - 1)
    }

    /// Takes the soonest element if it is due.
    mutating func popDue(at now: ContinuousClock.Instant) -> Element? {
        guard let first = entries.first, first.due <= now else { return nil }
        let last = entries.removeLast()
        if !entries.isEmpty {
            entries[0] = last
            siftDown(0)
        }
        return first.element
    }

    private mutating func siftUp(_ start: Int) {
        var index = start
        while index > 0 {
            let parent = (index - 1) / 2
            guard entries[index].due < entries[parent].due else { return }
            entries.swapAt(index, parent)
            index = parent
        }
    }

    private mutating func siftDown(_ start: Int) {
        var index = start
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2]
            where child < entries.count && entries[child].due < entries[least].due {
                least = child
            }
            guard least != index else { return }
            entries.swapAt(index, least)
            index = least
        }
    }
}
