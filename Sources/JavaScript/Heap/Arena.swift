#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// The memory of one realm: a reservation of address space whose pages come into being when they are touched.
///
/// ```
///  0          4K            512K            1M                    6M                 7.1M
///  dispatch   names and     lookup cache,   control block, lists, roots ◀ ▶ VM stack  heap: blocks of 1 KiB ─▶ reserved
///  table      key tables    builtin         block table                               (cells of a size class each,
///             of builtins   objects         (1 byte per block)                         or part of a large object)
///  └ mapped from SharedArea ┘└─ the realm's own
/// ```
///
/// The base never moves. Offsets are 32 bits; the reservation ends below `0xFFF0_0000`, so that two offsets side by
/// side in a word never look like a tagged value.
final class Arena: @unchecked Sendable {
    let base: ArenaBase
    let reservedBytes: Int

    static let reservedBytesMax = 0xFFF0_0000
    /// Room above the memory limit, for what an operation may still allocate before it notices the limit.
    static let overdraftBytes = 64 << 20

    /// Reserves address space for a heap of at most `heapBytesMax` bytes; nil where the system refuses.
    ///
    /// - Parameter shared: what lies below the control block; nil while it is being made.
    init?(heapBytesMax: Int, shared: SharedArea?) {
        let wanted = ArenaLayout.heap + min(heapBytesMax, Arena.reservedBytesMax / 2) * 2 + Arena.overdraftBytes
        reservedBytes = min(Arena.reservedBytesMax, (wanted + 4_095) & ~4_095)
        let flags = Int32(MAP_PRIVATE) | Int32(MAP_ANONYMOUS) | Int32(MAP_NORESERVE)
        guard let memory = mmap(nil, reservedBytes, PROT_READ | PROT_WRITE, flags, -1, 0), memory != MAP_FAILED else {
            return nil
        }
        guard shared?.map(at: memory) != false else {
            munmap(memory, reservedBytes)
            return nil
        }
        base = memory
    }

    deinit { munmap(base, reservedBytes) }

    /// Blocks of the heap that fit into the reservation.
    var blockCountMax: Int { (reservedBytes - ArenaLayout.heap) / ArenaLayout.blockSize }
}
