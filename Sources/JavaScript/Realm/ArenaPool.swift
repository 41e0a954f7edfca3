import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

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
        guard let arena = Arena(heapBytesMax: heapBytesMax, shared: RealmImage.shared.sharedArea) else { return nil }
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
        memset(arena.base + ArenaLayout.stack, 0, min(stackBytes, ArenaLayout.stackBytes + ArenaLayout.stackMargin))
        idle.withLock { pool in
            if pool[heapBytesMax, default: []].count < ArenaPool.idleMax {
                pool[heapBytesMax, default: []].append(arena)
            }
        }
    }
}
