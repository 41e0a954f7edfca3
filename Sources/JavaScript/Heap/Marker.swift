#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Work list of a marking phase: cells whose references are still to be followed, and for long blocks where to go on.
///
/// It never recurses and never grows beyond `entriesMax`: what does not fit is found again by scanning the heap for
/// marked cells (`Realm.rescan`), so a deep structure costs time but no memory.
struct MarkStack: ~Copyable {
    /// 2 MiB of entries.
    static let entriesMax = 1 << 18

    /// Offset of a cell in the low half, first value of a block to look at in the high half.
    private var entries = UnsafeMutablePointer<UInt64>.allocate(capacity: 1_024)
    private var capacity = 1_024
    private(set) var count = 0
    private(set) var overflowed = false

    deinit { entries.deallocate() }

    mutating func push(_ entry: UInt64) {
        if count == capacity {
            guard capacity < MarkStack.entriesMax else {
                overflowed = true
                return
            }
            let larger = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity * 4)
            larger.update(from: entries, count: count)
            entries.deallocate()
            entries = larger
            capacity *= 4
        }
        entries[count] = entry
        count &+= 1
    }

    mutating func pop() -> UInt64 {
        count &-= 1
        return entries[count]
    }

    mutating func clearOverflow() { overflowed = false }
}

/// One marking phase: which cells are reachable, and how many bytes they take.
struct Marker: ~Copyable {
    let realm: Realm
    let mark: UInt8
    var stack = MarkStack()
    private(set) var liveBytes = 0

    init(realm: Realm) {
        self.realm = realm
        mark = realm.control.pointee.markBit
    }

    @inline(__always) mutating func visit(_ value: Value) {
        if value.isCell { visit(offset: value.offset) }
    }

    /// Marks a cell; one that has references is put on the work list. Builtins are never freed, so they carry no mark:
    /// `scanBuiltins` looks at all of them.
    @inline(__always) mutating func visit(offset: UInt32) {
        if offset < UInt32(ArenaLayout.heap) { return }
        let cell = realm.cell(at: offset)
        if cell.load(fromByteOffset: Cell.mark, as: UInt8.self) == mark { return }
        cell.storeBytes(of: mark, toByteOffset: Cell.mark, as: UInt8.self)
        liveBytes &+= realm.allocatedBytes(cell)
        let type = cell.load(fromByteOffset: Cell.type, as: UInt8.self)
        if type == CellType.latin1 || type == CellType.utf16 || type == CellType.bytes { return }
        stack.push(UInt64(offset))
    }

    /// Follows everything on the work list.
    mutating func drain() {
        while true {
            var turn = 1
            while stack.count > 0 {
                if realm.mustStop(at: turn) { return }
                turn &+= 1
                let entry = stack.pop()
                scan(realm.cell(at: UInt32(truncatingIfNeeded: entry)), from: Int(entry >> 32))
            }
            if !stack.overflowed { return }
            stack.clearOverflow()
            rescan()
        }
    }

    /// Follows the references of every builtin that the realm has a copy of.
    mutating func scanBuiltins() {
        for i in 0..<Int(realm.control.pointee.builtinCellCount) { scan(realm.builtinCell(i), from: 0) }
    }

    /// After an overflow: looks at every marked cell again and marks what its references miss.
    private mutating func rescan() {
        let block = realm.control
        scanBuiltins()
        for index in 0..<block.pointee.blockCount {
            let entry = (realm.base + (ArenaLayout.blockTable &+ index)).load(as: UInt8.self)
            let start = realm.base + (ArenaLayout.heap &+ index &* ArenaLayout.blockSize)
            if entry == SizeClass.largeStart {
                if start.load(fromByteOffset: Cell.mark, as: UInt8.self) == mark { scan(start, from: 0) }
            } else if entry > 0 && entry < SizeClass.count {
                let bytes = SizeClass.bytes(Int(entry))
                for i in 0..<SizeClass.cellsInRun(Int(entry)) {
                    let cell = start + i &* bytes
                    if cell.load(fromByteOffset: Cell.mark, as: UInt8.self) == mark { scan(cell, from: 0) }
                }
            }
            while stack.count > 0 {
                let entry = stack.pop()
                scan(realm.cell(at: UInt32(truncatingIfNeeded: entry)), from: Int(entry >> 32))
            }
        }
    }

    private mutating func scan(_ cell: UnsafeMutableRawPointer, from first: Int) {
        let type = cell.load(fromByteOffset: Cell.type, as: UInt8.self)
        if type >= CellType.firstObject {
            scanObject(cell, type)
            return
        }
        switch type {
        case CellType.slice: visit(offset: cell.load(fromByteOffset: Cell.sliceParent, as: UInt32.self))
        case CellType.rope:
            visit(offset: cell.load(fromByteOffset: Cell.ropeLeft, as: UInt32.self))
            visit(offset: cell.load(fromByteOffset: Cell.ropeRight, as: UInt32.self))
        case CellType.symbol: visit(cell.load(fromByteOffset: Cell.symbolDescription, as: Value.self))
        case CellType.elements, CellType.slots:
            scanValues(cell, cell + Cell.elementsHeader, Int(cell.load(as: UInt32.self)), from: first)
        case CellType.sparseElements: SparseElements.visit(cell, &self)
        case CellType.environment:
            visit(offset: cell.load(fromByteOffset: Cell.environmentParent, as: UInt32.self))
            scanValues(cell, cell + Cell.environmentSlots, Int(cell.load(as: UInt32.self)), from: first)
        case CellType.shape:
            visit(offset: cell.load(fromByteOffset: Shape.prototype, as: UInt32.self))
            visit(offset: cell.load(fromByteOffset: Shape.table, as: UInt32.self))
        case CellType.propertyTable: scanPropertyTable(cell)
        case CellType.functionData:
            scanValues(cell, cell + FunctionData.slots, Int(cell.load(as: UInt32.self)), from: first)
        case CellType.accessor:
            visit(cell.load(fromByteOffset: 8, as: Value.self))
            visit(cell.load(fromByteOffset: 16, as: Value.self))
        case CellType.frame: SuspendedFrame.visit(cell, &self)
        case CellType.reaction: scanValues(cell, cell + 8, Reaction.valueCount, from: 0)
        case CellType.forInList: scanValues(cell, cell + 8, 2, from: 0)
        case CellType.hashTable:
            let rest = scanHashTable(cell, from: first)
            if rest > 0 { stack.push(UInt64(realm.offset(cell)) | UInt64(rest) << 32) }
        default: break
        }
    }

    /// Values of a block; a long one is put back after a part, so that the work list stays short.
    private mutating func scanValues(
        _ cell: UnsafeMutableRawPointer, _ values: UnsafeMutableRawPointer, _ count: Int, from first: Int
    ) {
        let chunk = 512
        let end = min(count, first &+ chunk)
        if end < count { stack.push(UInt64(realm.offset(cell)) | UInt64(end) << 32) }
        var i = first
        while i < end {
            visit((values + i &* 8).load(as: Value.self))
            i &+= 1
        }
    }

    private mutating func scanPropertyTable(_ cell: UnsafeMutableRawPointer) {
        let count = Int(cell.load(fromByteOffset: PropertyTable.count, as: UInt32.self))
        for i in 0..<count { visit(offset: (cell + PropertyTable.entries + i &* 8).load(as: UInt32.self)) }
    }

    private mutating func scanObject(_ cell: UnsafeMutableRawPointer, _ type: UInt8) {
        let shapeOffset = cell.load(as: UInt32.self)
        visit(offset: shapeOffset)
        visit(offset: cell.load(fromByteOffset: Cell.slots, as: UInt32.self))
        visit(offset: cell.load(fromByteOffset: Cell.elements, as: UInt32.self))
        switch type {
        case CellType.object, CellType.array, CellType.exoticArray, CellType.arguments, CellType.global: break
        case CellType.native: visit(cell.load(fromByteOffset: Cell.nativeData, as: Value.self))
        case CellType.closure, CellType.classConstructor, CellType.resumable:
            visit(offset: cell.load(fromByteOffset: Cell.functionData, as: UInt32.self))
            visit(offset: cell.load(fromByteOffset: Cell.functionEnvironment, as: UInt32.self))
            visit(offset: cell.load(fromByteOffset: Cell.constructorShape, as: UInt32.self))
        default:
            visit(cell.load(fromByteOffset: Cell.internal0, as: Value.self))
            visit(cell.load(fromByteOffset: Cell.internal1, as: Value.self))
            visit(cell.load(fromByteOffset: Cell.internal2, as: Value.self))
            visit(cell.load(fromByteOffset: Cell.internal3, as: Value.self))
        }
        let shape = realm.cell(at: shapeOffset)
        let slots = cell + Int(shape.load(fromByteOffset: Shape.inlineOffset, as: UInt16.self))
        let count = min(
            shape.load(as: UInt32.self), UInt32(shape.load(fromByteOffset: Shape.inlineCapacity, as: UInt16.self)))
        for i in 0..<Int(count) { visit((slots + i &* 8).load(as: Value.self)) }
    }
}
