// Builtins live outside of the heap, in two areas that are filled while the first realm is built and only copied
// afterwards. The shared one holds what no program can change: names and key tables. It is the same memory in every
// realm of the process, read-only. The other one holds objects, slots and shapes, of which each realm has a copy. Neither
// is ever swept: builtins are roots.
extension Realm {
    /// Bytes of the realm's copy of the builtins.
    var builtinBytes: Int { Int(control.pointee.builtinEnd) &- ArenaLayout.builtins }

    /// A cell in the realm's copy, by number.
    func builtinCell(_ index: Int) -> UnsafeMutableRawPointer {
        cell(at: (base + (ArenaLayout.builtinCells &+ index &* 4)).load(as: UInt32.self))
    }

    /// Whether a cell lies in the area that all realms share.
    @inline(__always) func isReadOnly(_ offset: UInt32) -> Bool {
        offset < UInt32(ArenaLayout.sharedEnd) && !control.pointee.isBuilding
    }

    /// Memory for a cell of the builtins, one after the other.
    func allocateBuiltin(_ bytes: Int) -> UnsafeMutableRawPointer {
        let block = control
        let size = UInt32(truncatingIfNeeded: (bytes &+ 15) & ~15)
        if block.pointee.buildsShared {
            let start = block.pointee.sharedEnd
            precondition(Int(start &+ size) <= ArenaLayout.sharedEnd, "the shared area is full")
            block.pointee.sharedEnd = start &+ size
            return cell(at: start)
        }
        let start = block.pointee.builtinEnd
        let number = Int(block.pointee.builtinCellCount)
        precondition(
            Int(start &+ size) <= ArenaLayout.builtinsEnd && number < ArenaLayout.builtinCellsMax,
            "the area of the builtins is full")
        block.pointee.builtinEnd = start &+ size
        block.pointee.used &+= Int(size)
        (base + (ArenaLayout.builtinCells &+ number &* 4)).storeBytes(of: start, as: UInt32.self)
        block.pointee.builtinCellCount &+= 1
        return cell(at: start)
    }

    /// Makes what `work` allocates part of the shared area, as far as a realm is being built.
    func inSharedArea<Result>(_ work: () -> Result) -> Result {
        let before = control.pointee.buildsShared
        control.pointee.buildsShared = true
        defer { control.pointee.buildsShared = before }
        return work()
    }
}
