/// A JavaScript value in 64 bits.
///
/// ```
///  0000… – FFF8…                 a double, its own bits (NaN is canonical)
///  FFFA_0000 | payload           undefined 1, null 2, false 4, true 5, hole 7, uninitialized 8, signals 16 … 31
///  FFFA_8000 | builtin id        a builtin function that nobody has looked at yet
///  FFFB_0000 | offset            BigInt          FFFC_0000 | offset    symbol
///  FFFD_0000 | offset            string          FFFE_0000 | offset    object
///  FFFF_FFFF | int32             a number that is an int32 (never negative zero)
/// ```
///
/// Offsets count from the base of the arena, so a value means the same wherever the arena is mapped. A whole number
/// may be held as a double too; `==` on `bits` is identity only for values that are not numbers.
struct Value {
    let bits: UInt64

    @inline(__always) init(bits: UInt64) { self.bits = bits }
    @inline(__always) init(int32 value: Int32) { bits = 0xFFFF_FFFF_0000_0000 | UInt64(UInt32(bitPattern: value)) }
    /// A double that is known not to be a foreign NaN; whole numbers stay doubles.
    @inline(__always) init(rawDouble value: Double) { bits = value.bitPattern }
    @inline(__always) init(special payload: UInt32) { bits = 0xFFFA_0000_0000_0000 | UInt64(payload) }
    @inline(__always) init(_ value: Bool) { bits = 0xFFFA_0000_0000_0004 | (value ? 1 : 0) }
    @inline(__always) init(object cell: UnsafeMutableRawPointer, base: ArenaBase) {
        bits = 0xFFFE_0000_0000_0000 | UInt64(UInt32(truncatingIfNeeded: cell - base))
    }
    @inline(__always) init(objectOffset offset: UInt32) { bits = 0xFFFE_0000_0000_0000 | UInt64(offset) }
    @inline(__always) init(stringOffset offset: UInt32) { bits = 0xFFFD_0000_0000_0000 | UInt64(offset) }
    @inline(__always) init(symbolOffset offset: UInt32) { bits = 0xFFFC_0000_0000_0000 | UInt64(offset) }
    @inline(__always) init(lazyBuiltin id: Int) {
        bits = 0xFFFA_8000_0000_0000 | UInt64(UInt32(truncatingIfNeeded: id))
    }

    /// A number, as an int32 where it is one; every NaN becomes the canonical one.
    @inline(__always) init(number value: Double) {
        if let int = int32IfExact(value) {
            self.init(int32: int)
        } else {
            self.init(bits: value.isNaN ? Value.nan.bits : value.bitPattern)
        }
    }

    /// A count or an index.
    @inline(__always) init(index value: Int) {
        if let small = Int32(exactly: value) {
            self.init(int32: small)
        } else {
            self.init(bits: Double(value).bitPattern)
        }
    }

    static let undefined = Value(bits: 0xFFFA_0000_0000_0001)
    static let null = Value(bits: 0xFFFA_0000_0000_0002)
    static let `false` = Value(bits: 0xFFFA_0000_0000_0004)
    static let `true` = Value(bits: 0xFFFA_0000_0000_0005)
    /// An absent array element.
    static let hole = Value(bits: 0xFFFA_0000_0000_0007)
    /// A lexical variable before its declaration has run.
    static let uninitialized = Value(bits: 0xFFFA_0000_0000_0008)
    static let nan = Value(bits: 0x7FF8_0000_0000_0000)

    // What a builtin may return instead of a value. Never visible to a program.

    /// An exception is pending in the control block, or the execution is being terminated.
    static let exception = Value(bits: 0xFFFA_0000_0000_0010)
    /// A leaf builtin met an object where it needs a primitive: convert the operands and call it again.
    static let coerce = Value(bits: 0xFFFA_0000_0000_0011)
    /// A resumable builtin has prepared a call; the control block says which step comes next.
    static let call = Value(bits: 0xFFFA_0000_0000_0012)
    /// A resumable builtin has set up the frame to continue in itself.
    static let entered = Value(bits: 0xFFFA_0000_0000_0013)
    /// The same, for a call with `new`; the control block holds the new target.
    static let construct = Value(bits: 0xFFFA_0000_0000_0014)
    /// A resumable builtin goes on at another of its steps.
    static let goOn = Value(bits: 0xFFFA_0000_0000_0015)
    /// A method of a generator asks for the generator to be resumed: `this` and the first argument of its window.
    static let resume = Value(bits: 0xFFFA_0000_0000_0016)
    /// A leaf builtin leaves a case to its generic form, which is called with the same window.
    static let generic = Value(bits: 0xFFFA_0000_0000_0017)
    static let firstSignal = Value(bits: 0xFFFA_0000_0000_0010)
    static let lastSignal = Value(bits: 0xFFFA_0000_0000_001F)

    @inline(__always) var isInt32: Bool { bits >= 0xFFFF_FFFF_0000_0000 }
    @inline(__always) var int32: Int32 { Int32(truncatingIfNeeded: bits) }
    @inline(__always) var isDouble: Bool { bits < 0xFFF9_0000_0000_0000 }
    @inline(__always) var double: Double { Double(bitPattern: bits) }
    @inline(__always) var isNumber: Bool { isInt32 || isDouble }
    /// The number; meaningful only if `isNumber`.
    @inline(__always) var number: Double { isInt32 ? Double(int32) : double }
    @inline(__always) var isObject: Bool { bits >> 32 == 0xFFFE_0000 }
    @inline(__always) var isString: Bool { bits >> 32 == 0xFFFD_0000 }
    @inline(__always) var isSymbol: Bool { bits >> 32 == 0xFFFC_0000 }
    @inline(__always) var isUndefined: Bool { bits == Value.undefined.bits }
    @inline(__always) var isNull: Bool { bits == Value.null.bits }
    @inline(__always) var isNullish: Bool { bits &- Value.undefined.bits <= 1 }
    @inline(__always) var isBoolean: Bool { bits | 1 == Value.true.bits }
    @inline(__always) var isHole: Bool { bits == Value.hole.bits }
    @inline(__always) var isException: Bool { bits == Value.exception.bits }
    @inline(__always) var isSignal: Bool { bits &- Value.firstSignal.bits < 16 }
    @inline(__always) var isLazyBuiltin: Bool { bits >> 32 == 0xFFFA_8000 }
    /// Not a value a variable may have: a hole, an uninitialised variable, a builtin not made yet.
    @inline(__always) var isLazyOrHole: Bool { bits >> 48 == 0xFFFA && bits & 0xFFFF_FFFF_FFFF >= 7 }
    /// Refers to a cell of the heap.
    @inline(__always) var isCell: Bool { bits &- 0xFFFB_0000_0000_0000 < 0x0004_0000_0000_0000 }
    /// Offset of the cell; meaningful only if `isCell`.
    @inline(__always) var offset: UInt32 { UInt32(truncatingIfNeeded: bits) }
}

@inline(__always) func bothInt32(_ x: Value, _ y: Value) -> Bool { x.bits & y.bits >= 0xFFFF_FFFF_0000_0000 }
@inline(__always) func bothDouble(_ x: Value, _ y: Value) -> Bool { x.isDouble && y.isDouble }

/// The int32 with exactly this value; nil for fractions, negative zero and everything out of range.
@inline(__always) func int32IfExact(_ value: Double) -> Int32? {
    // Adding 1.5 × 2⁵² leaves the nearest integer in the low bits of the significand, for every value in range; the
    // comparison sorts out the rest. Unlike a conversion this neither traps nor calls a function.
    let int = Int32(truncatingIfNeeded: (value + 6_755_399_441_055_744).bitPattern)
    guard Double(int) == value, int != 0 || value.sign == .plus else { return nil }
    return int
}
