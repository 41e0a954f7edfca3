#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// The elements of a plain array as fast paths see them: dense, extensible, every element an ordinary data property.
///
/// A hole is an absent property; it stands for undefined only while `arrayHolesSafe` says that no prototype has indexed
/// properties. Valid until the array grows or user code runs.
struct PlainArray {
    let cell: UnsafeMutableRawPointer
    /// First element.
    let elements: UnsafeMutableRawPointer
    let count: Int

    @inline(__always) subscript(_ i: Int) -> Value {
        get { (elements + i &* 8).load(as: Value.self) }
        nonmutating set { (elements + i &* 8).storeBytes(of: newValue, as: Value.self) }
    }

    /// Whether an element in this range is absent.
    func hasHole(_ from: Int, _ to: Int) -> Bool {
        for i in from..<max(from, to) where self[i].isHole { return true }
        return false
    }
}

extension Realm {
    /// The elements of a value that is a plain array.
    @inline(__always) func plainArray(_ value: Value) -> PlainArray? {
        guard value.isObject else { return nil }
        let array = cell(value)
        guard array.load(fromByteOffset: Cell.type, as: UInt8.self) == CellType.array else { return nil }
        return PlainArray(
            cell: array, elements: reference(base, array, Cell.elements) + Cell.elementsHeader,
            count: Int(array.load(fromByteOffset: Cell.arrayLength, as: UInt32.self)))
    }

    /// No prototype has indexed properties: a hole reads as undefined, and an absent index can be stored directly.
    @inline(__always) var holesAreSafe: Bool { control.pointee.arrayHolesSafe }

    @inline(__always) func setLength(ofPlain array: UnsafeMutableRawPointer, _ length: Int) {
        array.storeBytes(of: UInt32(truncatingIfNeeded: length), toByteOffset: Cell.arrayLength, as: UInt32.self)
    }

    /// Whether ArraySpeciesCreate for this value makes an ordinary array: a plain array without properties of its own, and
    /// `constructor` and `Symbol.species` as they were made. https://tc39.es/ecma262/#sec-arrayspeciescreate
    func hasDefaultArraySpecies(_ value: Value) -> Bool {
        guard value.isObject, cell(value).load(as: UInt32.self) == self[.arrayShape].offset else { return false }
        guard let constructor = ownProperty(self[.arrayPrototype], PropertyKey(atom: self[.constructorAtom].offset)),
            constructor.value.bits == self[Intrinsic.arrayConstructor].bits,
            let species = ownProperty(self[Intrinsic.arrayConstructor], PropertyKey(atom: self[.symbolSpecies].offset))
        else { return false }
        return species.value.bits == self[.arraySpecies].bits
    }

    /// Longest array that is made with room for all its elements.
    static let preallocatedLengthMax = 1 << 22
    /// https://tc39.es/ecma262/#sec-arraycreate
    static let arrayLengthMax = 4_294_967_295

    /// An array of holes, of a length that a program chose. https://tc39.es/ecma262/#sec-arraycreate
    func createArray(length: Int) -> Value {
        if length < 0 || length > Realm.arrayLengthMax { return throwRangeError("Invalid array length") }
        if length <= Realm.preallocatedLengthMax {
            charge(length &>> 3)
            return makeArray(length: length)
        }
        let array = makeArray(length: 0)
        let root = keep(array)
        defer { release(root) }
        makeExotic(array)
        setLength(ofPlain: cell(array), length)
        return array
    }

    /// An array with elements `from ..< to` of another; holes stay holes. The source must be reachable.
    func makeArray(copying source: Value, from: Int, to: Int) -> Value {
        let count = max(0, to &- from)
        charge(count &>> 3)
        let result = makeArray(length: count)
        if count > 0, !result.isException, let target = plainArray(result), let plain = plainArray(source) {
            memcpy(target.elements, plain.elements + from &* 8, count &* 8)
        }
        return result
    }
}

extension Arguments {
    /// An index counted from the end if negative, clamped to 0 … length; nil where user code might run.
    /// https://tc39.es/ecma262/#sec-array.prototype.slice, steps 3–8
    @inline(__always) func plainIndex(_ i: Int, length: Int, default fallback: Int) -> Int? {
        let value = self[i]
        let index: Int
        if value.isInt32 {
            index = Int(value.int32)
        } else if value.isUndefined {
            return fallback
        } else if value.isDouble {
            index = toIntegerClamped(value.double)
        } else {
            return nil
        }
        return index < 0 ? max(0, length &+ index) : min(index, length)
    }
}
