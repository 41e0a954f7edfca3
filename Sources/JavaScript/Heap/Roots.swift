/// Where a value stands on the root stack.
struct RootIndex {
    let index: Int
}

extension Realm {
    /// Keeps a value alive until `release`: what Swift code needs after an allocation and nothing else refers to.
    @inline(__always) func keep(_ value: Value) -> RootIndex {
        let count = control.pointee.rootCount
        precondition(count < ArenaLayout.rootCountMax)
        (base + (ArenaLayout.roots &+ count &* 8)).storeBytes(of: value, as: Value.self)
        control.pointee.rootCount = count &+ 1
        return RootIndex(index: count)
    }

    /// Releases this root and all that were added after it.
    @inline(__always) func release(_ root: RootIndex) { control.pointee.rootCount = root.index }

    /// The value of a root; it may have been replaced by `setRoot`.
    @inline(__always) func root(_ root: RootIndex) -> Value {
        (base + (ArenaLayout.roots &+ root.index &* 8)).load(as: Value.self)
    }

    @inline(__always) func setRoot(_ root: RootIndex, _ value: Value) {
        (base + (ArenaLayout.roots &+ root.index &* 8)).storeBytes(of: value, as: Value.self)
    }
}
