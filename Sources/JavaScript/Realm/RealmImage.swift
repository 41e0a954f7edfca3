import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// A built realm as bytes, from which new realms are copied into warm arenas.
final class RealmImage: @unchecked Sendable {
    static let shared = RealmImage()

    private let block: UnsafeMutableRawPointer
    private let stack: UnsafeMutableRawPointer
    private let table: UnsafeMutableRawPointer
    private let heap: UnsafeMutableRawPointer
    private let blockCount: Int
    private static let blockBytes = ArenaLayout.lookupCache - ArenaLayout.controlBlock
    private static let stackBytes = 256

    /// Bytes that a fresh realm takes of its heap.
    let usedBytes: Int

    private init() {
        // The reservation of a build without a limit; the process cannot go on without one realm.
        guard let arena = Arena(heapBytesMax: 16 << 20) else {
            preconditionFailure("no address space for the realm image")
        }
        RealmBuilder(arena: arena).build()
        let control = JavaScript.control(arena.base)
        blockCount = control.pointee.blockCount
        usedBytes = control.pointee.used
        func copy(_ offset: Int, _ count: Int) -> UnsafeMutableRawPointer {
            let memory = UnsafeMutableRawPointer.allocate(byteCount: max(16, count), alignment: 64)
            memcpy(memory, arena.base + offset, count)
            return memory
        }
        block = copy(ArenaLayout.controlBlock, RealmImage.blockBytes)
        stack = copy(ArenaLayout.stack, RealmImage.stackBytes)
        table = copy(ArenaLayout.blockTable, blockCount)
        heap = copy(ArenaLayout.heap, blockCount * ArenaLayout.blockSize)
    }

    /// Makes a realm in an arena that holds none.
    func copy(into arena: Arena) {
        let base = arena.base
        memcpy(base + ArenaLayout.controlBlock, block, RealmImage.blockBytes)
        memset(base + ArenaLayout.lookupCache, 0, ArenaLayout.lookupCacheEntries * 16)
        memcpy(base + ArenaLayout.stack, stack, RealmImage.stackBytes)
        memcpy(base + ArenaLayout.blockTable, table, blockCount)
        memcpy(base + ArenaLayout.heap, heap, blockCount * ArenaLayout.blockSize)
        ArenaLayout.rebase(base)
        let control = JavaScript.control(base)
        control.pointee.blockCountMax = arena.blockCountMax
        control.pointee.fp = control.pointee.stackBase + 4
        control.pointee.pc = Stub.pc(Stub.halt)
    }
}

/// Arenas kept warm between executions, so that a new realm costs a copy and no page faults.
package final class ArenaPool: Sendable {
    /// Arenas kept while unused.
    package static let idleMax = 64
    /// Heap bytes of a released arena that stay resident; more is given back to the system.
    private static let residentBytesMax = 1 << 20

    private let idle = Mutex<[Int: [Arena]]>([:])

    package init() {}

    /// An arena with a fresh realm; nil where the system refuses address space.
    func take(heapBytesMax: Int) -> Arena? {
        let pooled = idle.withLock { $0[heapBytesMax]?.popLast() }
        if let pooled {
            RealmImage.shared.copy(into: pooled)
            return pooled
        }
        guard let arena = Arena(heapBytesMax: heapBytesMax) else { return nil }
        installDispatchTable(arena.base)
        RealmImage.shared.copy(into: arena)
        return arena
    }

    /// Wipes what the execution left and keeps the arena for the next one.
    func put(_ arena: Arena, heapBytesMax: Int) {
        let control = JavaScript.control(arena.base)
        let heapBytes = control.pointee.blockCount * ArenaLayout.blockSize
        let resident = min(heapBytes, ArenaPool.residentBytesMax)
        memset(arena.base + ArenaLayout.heap, 0, resident)
        if heapBytes > resident {
            madvise(arena.base + ArenaLayout.heap + resident, heapBytes - resident, MADV_DONTNEED)
        }
        memset(arena.base + ArenaLayout.blockTable, 0, control.pointee.blockCount)
        let stackBytes =
            (UnsafeMutableRawPointer(control.pointee.stackLimit) - (arena.base + ArenaLayout.stack))
            + (control.pointee.largestFrame + 64) * 8
        memset(arena.base + ArenaLayout.stack, 0, min(stackBytes, ArenaLayout.roots - ArenaLayout.stack))
        idle.withLock { pool in
            if pool[heapBytesMax, default: []].count < ArenaPool.idleMax {
                pool[heapBytesMax, default: []].append(arena)
            }
        }
    }
}
