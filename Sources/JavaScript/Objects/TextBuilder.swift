#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// A text that grows in the arena: a flat string cell with spare room behind what has been written.
///
/// The cell stands in a word that the collector sees (a register or a root), so a builder can be put down before a call
/// of user code and taken up again. It is Latin-1 until a wider unit is written. Growth is charged as fuel and asked of
/// the memory limit; once it is refused, nothing more is written and `finish` returns nil.
struct TextBuilder {
    /// Why there will be no text.
    enum Failure {
        /// The execution is being terminated.
        case memory
        /// Longer than a string may be: a RangeError.
        case length
    }

    let realm: Realm
    private let slot: Registers
    private var data: UnsafeMutableRawPointer
    /// Code units written.
    private(set) var count: Int
    private var capacity: Int
    private(set) var isLatin1: Bool
    private(set) var failure: Failure?

    private static let initialCapacity = 112
    /// A block of more bytes than this is asked of the memory limit first.
    private static let reserveMin = 4_096

    /// An empty text, kept in `slot`.
    init(_ realm: Realm, in slot: Registers) {
        self.realm = realm
        self.slot = slot
        let cell = realm.allocateLatin1(TextBuilder.initialCapacity)
        slot.pointee = realm.string(cell)
        data = cell + Cell.stringData
        count = 0
        capacity = TextBuilder.initialCapacity
        isLatin1 = true
        failure = nil
        pause()
    }

    /// Goes on with a text that was put down by `pause`.
    init(resuming realm: Realm, in slot: Registers) {
        self.realm = realm
        self.slot = slot
        let cell = realm.cell(slot.pointee)
        isLatin1 = cell.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.latin1
        data = cell + Cell.stringData
        count = Int(cell.load(as: UInt32.self))
        capacity = Int(cell.load(fromByteOffset: Cell.stringHash, as: UInt32.self))
        failure = nil
    }

    /// Notes length and capacity in the cell, so that the builder can be taken up again.
    func pause() { seal(hash: UInt32(truncatingIfNeeded: capacity)) }

    private func seal(hash: UInt32) {
        let cell = data - Cell.stringData
        cell.storeBytes(of: UInt32(truncatingIfNeeded: count), as: UInt32.self)
        cell.storeBytes(of: hash, toByteOffset: Cell.stringHash, as: UInt32.self)
    }

    /// The text as a string; nil if there was a failure. The builder may not be used afterwards.
    func finish() -> Value? {
        if failure != nil { return nil }
        if count < 2 { return count == 0 ? realm[.emptyString] : realm.makeString(unit: view[0]) }
        if capacity > TextBuilder.initialCapacity, count &* 4 >= capacity &* 3 {
            seal(hash: 0)
            return slot.pointee
        }
        if count > TextBuilder.reserveMin, !realm.reserve(isLatin1 ? count : count &* 2) { return nil }
        return realm.makeString(copying: view)
    }

    /// What has been written so far.
    var view: StringView { StringView(start: UnsafeRawPointer(data), count: count, isLatin1: isLatin1) }

    // MARK: Writing

    /// Makes room for `more` units; false after a failure.
    @inline(__always) mutating func ensure(_ more: Int) -> Bool { count &+ more <= capacity || grow(more) }

    @inline(__always) mutating func append(ascii byte: UInt8) {
        guard ensure(1) else { return }
        put(byte)
    }

    /// Writes an ASCII byte where there is room for it.
    @inline(__always) mutating func put(_ byte: UInt8) {
        if isLatin1 {
            data.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        } else {
            data.storeBytes(of: UInt16(byte), toByteOffset: count &* 2, as: UInt16.self)
        }
        count &+= 1
    }

    /// Writes the first `used` bytes of a word into a Latin-1 text with room for eight bytes.
    @inline(__always) mutating func put(_ word: UInt64, using used: Int) {
        data.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
        count &+= used
    }

    /// Writes a code unit.
    mutating func append(unit: UInt16) {
        if unit > 255, isLatin1 { widen() }
        guard ensure(1) else { return }
        if isLatin1 {
            data.storeBytes(of: UInt8(truncatingIfNeeded: unit), toByteOffset: count, as: UInt8.self)
        } else {
            data.storeBytes(of: unit, toByteOffset: count &* 2, as: UInt16.self)
        }
        count &+= 1
    }

    mutating func append(_ text: StaticString) {
        append(StringView(latin1: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Writes units that lie in a reachable string or in static memory.
    mutating func append(_ units: StringView) {
        if !units.isLatin1, isLatin1 { widen() }
        guard ensure(units.count) else { return }
        realm.copyUnits(units, to: data, at: count, isLatin1: isLatin1)
        count &+= units.count
    }

    /// Writes ASCII text.
    mutating func append(ascii text: String) {
        var text = text
        text.withUTF8 { bytes in
            guard let start = bytes.baseAddress else { return }
            append(StringView(latin1: start, count: bytes.count))
        }
    }

    /// Writes an integer in decimal digits.
    mutating func append(_ int: Int32) {
        guard ensure(11) else { return }
        var magnitude = int.magnitude
        if int < 0 { put(45) }
        if magnitude < 10 { return put(48 &+ UInt8(truncatingIfNeeded: magnitude)) }
        var divisor: UInt32 = 1
        while magnitude / divisor >= 10 { divisor &*= 10 }
        while divisor > 0 {
            put(48 &+ UInt8(truncatingIfNeeded: magnitude / divisor))
            magnitude %= divisor
            divisor /= 10
        }
    }

    // MARK: Growing

    @inline(never) private mutating func grow(_ more: Int) -> Bool {
        if failure != nil { return false }
        let wanted = count &+ more
        if wanted > Realm.stringLengthMax {
            failure = .length
            return false
        }
        return move(toCapacity: min(Realm.stringLengthMax, max(wanted, capacity &* 2)), latin1: isLatin1)
    }

    /// Turns Latin-1 bytes into UTF-16 units.
    @inline(never) mutating func widen() {
        if isLatin1, failure == nil { _ = move(toCapacity: capacity, latin1: false) }
    }

    private mutating func move(toCapacity wanted: Int, latin1: Bool) -> Bool {
        let bytes = latin1 ? wanted : wanted &* 2
        if bytes > TextBuilder.reserveMin, !realm.reserve(bytes) {
            failure = .memory
            return false
        }
        realm.charge(count &>> 4)
        let cell = latin1 ? realm.allocateLatin1(wanted) : realm.allocateUTF16(wanted)
        realm.copyUnits(view, to: cell + Cell.stringData, at: 0, isLatin1: latin1)
        slot.pointee = realm.string(cell)
        data = cell + Cell.stringData
        capacity = wanted
        isLatin1 = latin1
        return true
    }
}

extension StringView {
    /// The text in UTF-8, for the host; a lone surrogate becomes U+FFFD.
    var utf8: [UInt8] {
        if isLatin1 {
            let bytes = UnsafeRawBufferPointer(start: start, count: count)
            if bytes.allSatisfy({ $0 < 0x80 }) { return Array(bytes) }
        }
        return Array(swiftString.utf8)
    }
}
