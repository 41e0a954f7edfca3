#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Mark-sweep collection, non-moving. Marking is exact: registers, the control block, intrinsics and host roots.
///
/// Three tables hold their contents weakly and are cleaned right after marking: atoms, shape transitions, inline caches.
extension Realm {
    /// Allocation since the last collection that triggers the next one, at least.
    static let triggerBytesMin = 1 << 20

    @inline(never) func collectGarbage() {
        let block = control
        // An execution that is being terminated allocates what is still needed to unwind it, and frees nothing.
        if block.pointee.isTerminating { return }
        while block.pointee.sweepCursor < block.pointee.blockCount { sweepNextBlock() }
        block.pointee.peak = max(block.pointee.peak, min(block.pointee.used, block.pointee.limit))
        block.pointee.markBit = block.pointee.markBit == 1 ? 2 : 1
        block.pointee.collections &+= 1
        var marker = Marker(realm: self)
        markRoots(&marker)
        marker.drain()
        if block.pointee.isTerminating { return abandonCollection() }
        cleanWeakTables()
        memset(base + ArenaLayout.freeLists, 0, SizeClass.count * 4)
        block.pointee.used = marker.liveBytes &+ builtinBytes &+ block.pointee.external
        block.pointee.sweepCursor = 0
        block.pointee.largeCursor = 0
        setTrigger()
    }

    /// The deadline came while marking: what is not marked may be alive, so nothing is swept, now or later.
    private func abandonCollection() {
        let block = control
        memset(base + ArenaLayout.freeLists, 0, SizeClass.count * 4)
        block.pointee.sweepCursor = block.pointee.blockCount
        block.pointee.trigger = block.pointee.limit
    }

    /// Twice what is alive, within the memory limit.
    func setTrigger() {
        let block = control
        let next = max(Realm.triggerBytesMin, block.pointee.used &* 2)
        if block.pointee.collectAlways {
            block.pointee.trigger = 0
        } else if block.pointee.collectInterval > 0 {
            block.pointee.trigger = min(block.pointee.limit, block.pointee.used &+ block.pointee.collectInterval)
        } else {
            block.pointee.trigger = min(block.pointee.limit, next)
        }
    }

    private func markRoots(_ marker: inout Marker) {
        let block = control
        let fp = block.pointee.fp
        let frameTop = fp + frameRegisterCount(base, fp) + 16
        let argumentTop = fp + Int(header(fp, FrameHeader.delta) >> 32) + 16
        let top = max(block.pointee.extraTop, max(frameTop, argumentTop))
        var slot = block.pointee.stackBase
        while slot < top {
            marker.visit(slot.pointee)
            slot += 1
        }
        clearStack(above: top)
        marker.visit(block.pointee.exception)
        marker.visit(block.pointee.result)
        marker.visit(block.pointee.newTarget)
        marker.visit(block.pointee.jobs)
        marker.visit(block.pointee.hostCalls)
        marker.visit(offset: block.pointee.emptyElements)
        marker.visit(offset: block.pointee.atoms)
        marker.visit(offset: block.pointee.transitions)
        for i in 0..<block.pointee.rootCount { marker.visit(root(RootIndex(index: i))) }
        for intrinsic in Intrinsic.allCases { marker.visit(self[intrinsic]) }
        let functions = (base + ArenaLayout.internalFunctions).assumingMemoryBound(to: Value.self)
        for i in 0..<InternalFunction.allCases.count { marker.visit(functions[i]) }
        marker.scanBuiltins()
    }

    /// Registers above the running frame may hold values of frames that have returned. They are wiped, so that a
    /// register never refers to a cell that has been freed.
    private func clearStack(above top: Registers) {
        let block = control
        let end = min(
            block.pointee.stackEnd + FunctionTemplate.registerLimit,
            block.pointee.stackLimit + block.pointee.largestFrame + 64)
        if top < end { memset(UnsafeMutableRawPointer(top), 0, (end - top) * 8) }
    }

    private func cleanWeakTables() {
        memset(base + ArenaLayout.lookupCache, 0, ArenaLayout.lookupCacheEntries * 16)
        cleanAtoms()
        cleanTransitions()
        cleanInlineCaches()
    }

    /// Whether marking reached this cell, or need not because it is a builtin.
    @inline(__always) func isMarked(_ offset: UInt32) -> Bool {
        offset < UInt32(ArenaLayout.heap)
            || cell(at: offset).load(fromByteOffset: Cell.mark, as: UInt8.self) == control.pointee.markBit
    }

    /// Empties the caches of every function that is still alive, and forgets the functions that are not.
    private func cleanInlineCaches() {
        let block = control
        var previous: UInt32 = 0
        var current = block.pointee.functionDataList
        while current != 0 {
            let data = cell(at: current)
            let next = data.load(fromByteOffset: FunctionData.next, as: UInt32.self)
            if isMarked(current) {
                cleanCaches(of: data)
                previous = current
            } else if previous == 0 {
                block.pointee.functionDataList = next
            } else {
                cell(at: previous).storeBytes(of: next, toByteOffset: FunctionData.next, as: UInt32.self)
            }
            current = next
        }
    }

    /// An own-property entry stays while its shape lives; the other words are refilled on the next miss.
    private func cleanCaches(of data: UnsafeMutableRawPointer) {
        let count = Int(data.load(fromByteOffset: FunctionData.cacheCount, as: UInt32.self))
        guard count > 0,
            let list = UnsafePointer<UInt32>(bitPattern: data.load(fromByteOffset: FunctionData.caches, as: UInt.self))
        else { return }
        for i in 0..<count {
            let cache = data + FunctionData.slots + Int(list[i] & 0x7fff_ffff) &* 8
            let shape = cache.load(as: UInt32.self)
            if shape < UInt32(ArenaLayout.shared) || !isMarked(shape) { cache.storeBytes(of: 0, as: UInt64.self) }
            if list[i] & 0x8000_0000 == 0 {
                cache.storeBytes(of: 0, toByteOffset: 8, as: UInt64.self)
                cache.storeBytes(of: 0, toByteOffset: 16, as: UInt64.self)
            }
        }
    }
}
