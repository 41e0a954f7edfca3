/// Where a value stands on the root stack.
struct RootIndex {
    let index: Int
}

extension Realm {
    /// Keeps a value alive until `release`: what Swift code needs after an allocation and nothing else refers to.
    @inline(__always) func keep(_ value: Value) -> RootIndex {
        let count = control.pointee.rootCount
        precondition(count < ArenaLayout.rootCountMax)
        address(of: RootIndex(index: count))[0] = value
        control.pointee.rootCount = count &+ 1
        return RootIndex(index: count)
    }

    /// Releases this root and all that were added after it.
    @inline(__always) func release(_ root: RootIndex) { control.pointee.rootCount = root.index }

    /// The value of a root; it may have been replaced by `setRoot`.
    @inline(__always) func root(_ root: RootIndex) -> Value {
        address(of: root)[0]
    }

    @inline(__always) func setRoot(_ root: RootIndex, _ value: Value) {
        address(of: root)[0] = value
    }

    /// The word of a root.
    @inline(__always) func address(of root: RootIndex) -> Registers {
        (base + (ArenaLayout.stack &- 8 &- root.index &* 8)).assumingMemoryBound(to: Value.self)
    }
}
