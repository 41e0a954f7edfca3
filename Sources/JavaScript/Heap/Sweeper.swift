#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

// Sweeping is lazy: after marking, a block is swept when an allocation needs it, and all of them before the next
// marking. A block without survivors becomes free for any size class.
extension Realm {
    func sweepNextBlock() {
        let block = control
        let index = block.pointee.sweepCursor
        let entry = (base + (ArenaLayout.blockTable &+ index)).load(as: UInt8.self)
        switch entry {
        case 0, SizeClass.largeContinuation, SizeClass.runContinuation: block.pointee.sweepCursor = index &+ 1
        case SizeClass.largeStart: sweepLarge(index)
        default:
            sweepCells(index, Int(entry))
            block.pointee.sweepCursor = index &+ SizeClass.runBlocks(Int(entry))
        }
    }

    private func sweepLarge(_ first: Int) {
        let block = control
        let table = base + ArenaLayout.blockTable
        var end = first &+ 1
        while end < block.pointee.blockCount,
            table.load(fromByteOffset: end, as: UInt8.self) == SizeClass.largeContinuation
        { end &+= 1 }
        let cell = base + (ArenaLayout.heap &+ first &* ArenaLayout.blockSize)
        if cell.load(fromByteOffset: Cell.mark, as: UInt8.self) != block.pointee.markBit {
            memset(table + first, 0, end - first)
            block.pointee.freeLargeBlocks &+= end &- first
            block.pointee.largeCursor = min(block.pointee.largeCursor, first)
        }
        block.pointee.sweepCursor = end
    }

    private func sweepCells(_ index: Int, _ sizeClass: Int) {
        let block = control
        let bytes = SizeClass.bytes(sizeClass)
        let start = base + (ArenaLayout.heap &+ index &* ArenaLayout.blockSize)
        let list = base + (ArenaLayout.freeLists &+ sizeClass &* 4)
        let mark = block.pointee.markBit
        let before = list.load(as: UInt32.self)
        var next = before
        var survivors = 0
        var cell = start + (SizeClass.cellsInRun(sizeClass) &- 1) &* bytes
        while cell >= start {
            if cell.load(fromByteOffset: Cell.mark, as: UInt8.self) != mark
                || cell.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.free
            {
                cell.storeBytes(of: UInt64(next), as: UInt64.self)
                next = UInt32(truncatingIfNeeded: cell - base)
            } else {
                survivors &+= 1
            }
            cell -= bytes
        }
        if survivors == 0 {
            let blocks = SizeClass.runBlocks(sizeClass)
            memset(base + (ArenaLayout.blockTable &+ index), 0, blocks)
            block.pointee.freeLargeBlocks &+= blocks
            block.pointee.largeCursor = min(block.pointee.largeCursor, index)
        } else {
            list.storeBytes(of: next, as: UInt32.self)
        }
    }
}
