#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Size classes: multiples of 16 bytes up to 512, then wider steps up to 2 KiB; larger cells take whole blocks.
///
/// A block of 1 KiB holds cells of one class; the wider classes take runs of four blocks.
enum SizeClass {
    static let smallStep = 16
    static let lastSmall = 32
    static let count = 40
    static let largestBytes = 2_048
    /// Block table entries of large objects.
    static let largeStart: UInt8 = 254
    /// Block table entry of the second to last block of a run.
    static let runContinuation: UInt8 = 253
    static let largeContinuation: UInt8 = 255

    /// Bytes of a cell of this class.
    @inline(__always) static func bytes(_ sizeClass: Int) -> Int {
        sizeClass <= lastSmall ? sizeClass &* smallStep : wideBytes(sizeClass)
    }

    /// Blocks that cells of this class share.
    @inline(__always) static func runBlocks(_ sizeClass: Int) -> Int { sizeClass <= lastSmall ? 1 : 4 }

    /// Cells of this class in a run of blocks.
    @inline(__always) static func cellsInRun(_ sizeClass: Int) -> Int {
        runBlocks(sizeClass) &* ArenaLayout.blockSize / bytes(sizeClass)
    }

    @inline(never) private static func wideBytes(_ sizeClass: Int) -> Int {
        switch sizeClass {
        case 33: 640
        case 34: 768
        case 35: 1_024
        case 36: 1_344
        default: 2_048
        }
    }

    /// The smallest class that holds `bytes` (at most `largestBytes`).
    @inline(__always) static func containing(_ bytes: Int) -> Int {
        bytes <= 512
            ? (bytes &+ 15) &>> 4
            : bytes <= 640 ? 33 : bytes <= 768 ? 34 : bytes <= 1_024 ? 35 : bytes <= 1_344 ? 36 : 37
    }
}

/// Takes a cell of a small size class from its free list; false if there is none or a collection is due.
@inline(__always) func allocateFast(_ base: ArenaBase, sizeClass: Int) -> (UnsafeMutableRawPointer, Bool) {
    let list = base + (ArenaLayout.freeLists &+ sizeClass &* 4)
    let head = list.load(as: UInt32.self)
    let block = control(base)
    let used = block.pointee.used &+ sizeClass &* SizeClass.smallStep
    if head == 0 || used > block.pointee.trigger { return (base, false) }
    let cell = base + Int(head)
    list.storeBytes(of: cell.load(as: UInt32.self), as: UInt32.self)
    block.pointee.used = used
    return (cell, true)
}

extension Realm {
    /// Memory for a cell; the caller writes the header at once. Every allocation may collect garbage: what is needed
    /// afterwards must be reachable from a register, a root slot or another live object.
    @inline(__always) func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
        if bytes <= 512 {
            let sizeClass = (bytes &+ 15) &>> 4
            let (cell, ok) = allocateFast(base, sizeClass: sizeClass)
            return ok ? cell : allocateSlow(sizeClass)
        }
        return bytes <= SizeClass.largestBytes ? allocateSlow(SizeClass.containing(bytes)) : allocateLarge(bytes)
    }

    /// Whether `bytes` more fit under the memory limit, after a collection if need be. If not, the execution is marked
    /// for termination. Every allocation whose size a program can choose asks first.
    func reserve(_ bytes: Int) -> Bool {
        let block = control
        guard bytes >= 0, bytes <= block.pointee.limit else {
            terminate(.memory)
            return false
        }
        if block.pointee.used &+ bytes <= block.pointee.limit { return true }
        collectGarbage()
        if block.pointee.used &+ bytes <= block.pointee.limit { return true }
        terminate(.memory)
        return false
    }

    @inline(never) func allocateSlow(_ sizeClass: Int) -> UnsafeMutableRawPointer {
        let block = control
        let bytes = SizeClass.bytes(sizeClass)
        if block.pointee.isBuilding { return allocateBuiltin(bytes) }
        if block.pointee.used &+ bytes > block.pointee.trigger {
            collectGarbage()
            if block.pointee.used &+ bytes > block.pointee.limit { terminate(.memory) }
        }
        let list = base + (ArenaLayout.freeLists &+ sizeClass &* 4)
        while list.load(as: UInt32.self) == 0 {
            if block.pointee.sweepCursor < block.pointee.blockCount {
                sweepNextBlock()
            } else {
                carveRun(sizeClass)
            }
        }
        let cell = base + Int(list.load(as: UInt32.self))
        list.storeBytes(of: cell.load(as: UInt32.self), as: UInt32.self)
        block.pointee.used &+= bytes
        return cell
    }

    /// Cells of more than 2 KiB take whole blocks.
    @inline(never) private func allocateLarge(_ bytes: Int) -> UnsafeMutableRawPointer {
        let block = control
        if block.pointee.isBuilding { return allocateBuiltin(bytes) }
        let blocks = (bytes &+ ArenaLayout.blockSize &- 1) / ArenaLayout.blockSize
        let size = blocks &* ArenaLayout.blockSize
        if block.pointee.used &+ size > block.pointee.trigger {
            collectGarbage()
            if block.pointee.used &+ size > block.pointee.limit { terminate(.memory) }
        }
        while block.pointee.sweepCursor < block.pointee.blockCount { sweepNextBlock() }
        let first = takeBlocks(blocks)
        let table = base + (ArenaLayout.blockTable &+ first)
        table.storeBytes(of: SizeClass.largeStart, as: UInt8.self)
        if blocks > 1 { memset(table + 1, Int32(SizeClass.largeContinuation), blocks - 1) }
        block.pointee.used &+= size
        return base + (ArenaLayout.heap &+ first &* ArenaLayout.blockSize)
    }

    /// A free run of blocks: reused (next fit) or new. The block table is untouched.
    private func takeBlocks(_ count: Int) -> Int {
        let block = control
        if block.pointee.freeLargeBlocks >= count, let first = findFreeBlocks(count) {
            block.pointee.freeLargeBlocks &-= count
            block.pointee.largeCursor = first &+ count
            return first
        }
        // The reservation is larger than limit and overdraft together, so only an execution that is being terminated
        // can come here; it gets the last blocks again, which it will not live to read.
        let first = min(block.pointee.blockCount, block.pointee.blockCountMax &- count)
        block.pointee.blockCount = first &+ count
        block.pointee.sweepCursor = block.pointee.blockCount
        return first
    }

    private func findFreeBlocks(_ count: Int) -> Int? {
        let block = control
        let table = base + ArenaLayout.blockTable
        let end = block.pointee.blockCount
        for (from, to) in [
            (min(block.pointee.largeCursor, end), end), (0, min(end, block.pointee.largeCursor &+ count)),
        ] {
            var run = 0
            var i = from
            while i < to {
                run = table.load(fromByteOffset: i, as: UInt8.self) == 0 ? run &+ 1 : 0
                i &+= 1
                if run == count { return i &- count }
            }
        }
        return nil
    }

    /// Makes a run of free cells of one class. Threading the list dirties only the page that is used next anyway.
    private func carveRun(_ sizeClass: Int) {
        let blocks = SizeClass.runBlocks(sizeClass)
        let first = takeBlocks(blocks)
        let table = base + (ArenaLayout.blockTable &+ first)
        table.storeBytes(of: UInt8(truncatingIfNeeded: sizeClass), as: UInt8.self)
        if blocks > 1 { memset(table + 1, Int32(SizeClass.runContinuation), blocks &- 1) }
        let bytes = SizeClass.bytes(sizeClass)
        let start = ArenaLayout.heap &+ first &* ArenaLayout.blockSize
        var next: UInt32 = 0
        var i = SizeClass.cellsInRun(sizeClass) &- 1
        while i >= 0 {
            let offset = start &+ i &* bytes
            (base + offset).storeBytes(of: UInt64(next), as: UInt64.self)
            next = UInt32(truncatingIfNeeded: offset)
            i &-= 1
        }
        (base + (ArenaLayout.freeLists &+ sizeClass &* 4)).storeBytes(of: next, as: UInt32.self)
    }

    /// Writes the first word of a cell: word 0, type, the current mark, no labels.
    @inline(__always) func writeHeader(_ cell: UnsafeMutableRawPointer, _ word0: UInt32, _ type: UInt8) {
        cell.storeBytes(of: UInt64(word0) | UInt64(type) << 32 | UInt64(control.pointee.markBit) << 40, as: UInt64.self)
    }

    /// Bytes that a cell takes, from the block table.
    @inline(__always) func allocatedBytes(_ cell: UnsafeMutableRawPointer) -> Int {
        var index = (cell - base &- ArenaLayout.heap) / ArenaLayout.blockSize
        let table = base + ArenaLayout.blockTable
        var entry = table.load(fromByteOffset: index, as: UInt8.self)
        while entry == SizeClass.runContinuation {
            index &-= 1
            entry = table.load(fromByteOffset: index, as: UInt8.self)
        }
        return entry < SizeClass.count ? SizeClass.bytes(Int(entry)) : largeBytes(index)
    }

    private func largeBytes(_ first: Int) -> Int {
        let table = base + ArenaLayout.blockTable
        var end = first &+ 1
        while end < control.pointee.blockCount,
            table.load(fromByteOffset: end, as: UInt8.self) == SizeClass.largeContinuation
        { end &+= 1 }
        return (end &- first) &* ArenaLayout.blockSize
    }
}
