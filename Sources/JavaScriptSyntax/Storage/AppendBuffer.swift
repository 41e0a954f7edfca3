/// A growable run of trivial values that the parser appends to: an array without reference counts.
///
/// Every access is checked against `count`, so a wrong index is a trap and never a read outside the allocation. The
/// memory belongs to the value and is released with it, unless it was lent by an array that is being made; `base` must
/// not outlive it or a call that grows it.
struct AppendBuffer<Element: BitwiseCopyable>: ~Copyable {
    private var base: UnsafeMutablePointer<Element>
    private var capacity: Int
    private var isLent = false
    /// Number of elements.
    private(set) var count = 0

    /// An empty buffer with room for `capacity` elements (at least one).
    init(capacity: Int) {
        self.capacity = max(capacity, 1)
        base = UnsafeMutablePointer<Element>.allocate(capacity: self.capacity)
    }

    /// An empty buffer in memory that an array lends and that must outlive the buffer. It moves out when that is full.
    init(lent memory: UnsafeMutableBufferPointer<Element>) {
        if let start = memory.baseAddress, memory.count > 0 {
            base = start
            capacity = memory.count
            isLent = true
        } else {
            capacity = 1
            base = UnsafeMutablePointer<Element>.allocate(capacity: 1)
        }
    }

    deinit { if !isLent { base.deallocate() } }

    /// Adds an element at the end.
    mutating func append(_ element: Element) {
        if count == capacity { grow(toHold: count &+ 1) }
        // Invariant: count < capacity after `grow`.
        (base + count).initialize(to: element)
        count &+= 1
    }

    /// The element at `index`, which must be below `count`.
    subscript(index: Int) -> Element {
        get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return base[index]
        }
        set {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            base[index] = newValue
        }
    }

    /// The last element; the buffer must not be empty.
    var last: Element { self[count &- 1] }

    /// Drops every element from `newCount` on.
    mutating func truncate(to newCount: Int) {
        precondition(UInt(bitPattern: newCount) <= UInt(bitPattern: count))
        count = newCount
    }

    /// Appends the elements of `other` from `start` on.
    mutating func append(from other: borrowing AppendBuffer, startingAt start: Int) {
        precondition(UInt(bitPattern: start) <= UInt(bitPattern: other.count))
        let added = other.count &- start
        if capacity &- count < added { grow(toHold: count &+ added) }
        // Invariant: both ranges were checked above, and the two allocations are distinct.
        (base + count).initialize(from: other.base + start, count: added)
        count &+= added
    }

    /// Calls `body` with the elements.
    func withElements<Result>(_ body: (UnsafeBufferPointer<Element>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: base, count: count))
    }

    /// The elements as an array, and none if the array that lent the memory holds them already: `lentCount` of them.
    func makeArray(lentCount: inout Int) -> ContiguousArray<Element> {
        lentCount = isLent ? count : 0
        return isLent ? [] : makeArray()
    }

    /// A right-sized array with the same elements.
    func makeArray() -> ContiguousArray<Element> {
        ContiguousArray(UnsafeBufferPointer(start: base, count: count))
    }

    @inline(never)
    private mutating func grow(toHold needed: Int) {
        let newCapacity = max(needed, capacity &* 2)
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: newCapacity)
        larger.initialize(from: base, count: count)
        if !isLent { base.deallocate() }
        isLent = false
        base = larger
        capacity = newCapacity
    }
}
