/// Byte offsets of the fields of heap cells.
///
/// ```
///  0         4     5     6        8            12           16
///  word 0 …  type  mark  labels   slots        elements     class fields, then in-line property slots
///  shape             (16-bit)   (out-of-line   (indexed
///                                properties)    properties)
/// ```
///
/// Word 0 is the shape of an object, the length of a string, the capacity of an element or slot block, the slot count
/// of an environment. `labels` is reserved for the provenance of data; every operation that copies strings or objects
/// leaves it at the value of its source.
enum Cell {
    static let type = 4
    static let mark = 5
    static let labels = 6
    /// Reference to a `CellType.slots` block, 0 if there is none.
    static let slots = 8
    /// Reference to an `elements` or `sparseElements` block, never 0.
    static let elements = 12
    /// First in-line slot of an ordinary object.
    static let objectSlots = 16

    // Arrays
    static let arrayLength = 16
    static let arrayFlags = 20
    static let arraySlots = 24

    // Closures and class constructors: data and environment are copied into the frame header in one word.
    static let functionData = 16
    static let functionEnvironment = 20
    /// Shape of the objects that `new` makes, 0 until the first `new`.
    static let constructorShape = 24
    /// Size class of those objects.
    static let constructorSize = 28
    static let functionSlots = 32

    // Native functions
    static let nativeID = 16
    static let nativeFlags = 20
    /// A value that the function carries, such as the promise of a resolving function.
    static let nativeData = 24
    static let nativeSlots = 32

    // Blocks of values
    static let elementsHeader = 8

    // Environments
    static let environmentParent = 8
    static let environmentSlots = 16

    // Objects with internal slots: 16-byte header, then these words, then in-line slots from `internalSlots`.
    static let internal0 = 16
    static let internal1 = 24
    static let internal2 = 32
    static let internal3 = 40
    static let internalSlots = 48

    // Strings
    static let stringLength = 0
    static let stringHash = 8
    static let stringFlags = 12
    static let stringData = 16
    /// Ropes: two references. Slices and flattened ropes: the flat string and the first unit.
    static let ropeLeft = 8
    static let ropeRight = 12
    static let sliceParent = 8
    static let sliceStart = 12

    // Symbols
    static let symbolDescription = 8
}

/// What a cell is; byte 4 of every cell.
enum CellType {
    static let free: UInt8 = 0

    // Strings
    static let latin1: UInt8 = 1
    static let utf16: UInt8 = 2
    /// A part of a flat string, or a rope that has been flattened.
    static let slice: UInt8 = 3
    static let rope: UInt8 = 4
    static let symbol: UInt8 = 5

    // Blocks that only the engine sees
    static let elements: UInt8 = 8
    static let sparseElements: UInt8 = 9
    static let slots: UInt8 = 10
    static let shape: UInt8 = 11
    static let propertyTable: UInt8 = 12
    static let environment: UInt8 = 13
    static let functionData: UInt8 = 14
    static let accessor: UInt8 = 15
    /// Bytes without references.
    static let bytes: UInt8 = 16
    /// A suspended generator or async function: see `SuspendedFrame`.
    static let frame: UInt8 = 17
    static let reaction: UInt8 = 18
    static let forInList: UInt8 = 19
    /// Entries of a Map or Set.
    static let hashTable: UInt8 = 20

    // Objects: everything from here on has the object header.
    static let firstObject: UInt8 = 32
    static let object: UInt8 = 32
    /// Dense, extensible, length writable.
    static let array: UInt8 = 33
    /// Any other array.
    static let exoticArray: UInt8 = 34
    static let closure: UInt8 = 35
    static let classConstructor: UInt8 = 36
    /// A leaf builtin.
    static let native: UInt8 = 37
    /// A builtin that runs as a frame of steps; laid out like a closure.
    static let resumable: UInt8 = 38
    static let bound: UInt8 = 39
    /// A function of the host, called with JSON; internal0 = its name.
    static let hostFunction: UInt8 = 40
    static let error: UInt8 = 56
    static let boolean: UInt8 = 57
    static let number: UInt8 = 41
    static let string: UInt8 = 42
    static let symbolObject: UInt8 = 43
    static let date: UInt8 = 44
    static let map: UInt8 = 45
    static let set: UInt8 = 46
    static let promise: UInt8 = 47
    static let generator: UInt8 = 48
    static let asyncGenerator: UInt8 = 49
    static let arguments: UInt8 = 50
    /// Builtin iterators: internal0 = what is iterated, internal1 = position, internal2 = kind.
    static let iterator: UInt8 = 51
    static let weakMap: UInt8 = 52
    static let weakSet: UInt8 = 53
    static let global: UInt8 = 54

    @inline(__always) static func isFunction(_ type: UInt8) -> Bool { type >= closure && type <= hostFunction }
    @inline(__always) static func isArray(_ type: UInt8) -> Bool { type == array || type == exoticArray }
    @inline(__always) static func isString(_ type: UInt8) -> Bool { type >= latin1 && type <= rope }
}

/// Shapes that stand for the types of primitives in inline caches; smaller than any offset of the heap.
enum PseudoShape {
    static let string: UInt32 = 1
}

/// Byte offsets in a `CellType.functionData` cell: a function template as one realm sees it.
enum FunctionData {
    /// Address of the first instruction; shared code, rewritten when an image is loaded.
    static let code = 8
    static let parameterCount = 16
    static let registerCount = 20
    /// Address of the handler table.
    static let handlers = 24
    static let handlerCount = 32
    /// Index of the template within its code unit.
    static let templateIndex = 36
    /// `FunctionTemplate.Flags`.
    static let flags = 40
    static let builtinID = 44
    /// Next FunctionData of the realm, for the cleaning of inline caches.
    static let next = 48
    static let cacheCount = 52
    /// Address of the template's list of cache slots.
    static let caches = 56
    /// Address of the `FunctionTemplate`, which the owner of the execution keeps alive; 0 for resumable builtins.
    static let template = 64
    /// First slot; slot operands count words from here. Word 0 of the cell is the number of slot words.
    static let slots = 72
}

/// Words below the registers of a frame, and fields of the second.
enum FrameHeader {
    /// Callee value; the caller finds the result here.
    static let callee = -4
    static let returnPC = -3
    /// Distance to the caller's registers (16 bits), construct flag, argument count from bit 32.
    static let delta = -2
    /// FunctionData and environment, 32 bits each.
    static let function = -1
    static let construct: UInt64 = 1 << 16
}
