import JavaScriptSyntax

/// One compiled function: immutable, shared by every realm that runs it.
///
/// ```
///  source text ──Compiler──▶ FunctionTemplate ──first `closure` in a realm──▶ FunctionData (heap cell)
///                            code, slots,                                     code address, parameter count, …
///                            handlers, positions                              one word per slot: constants, caches
/// ```
///
/// Bytecode holds no addresses and no values: instructions refer to *slots*, and a realm has its own copy of those. So
/// the same code runs in many arenas at once, and a suspended program names its code by `CodeUnit.hash` and an index.
final class FunctionTemplate {
    /// `name` property; empty for an anonymous function.
    let name: JSText
    /// `length` property: parameters before the first one with a default or rest.
    let length: Int
    /// Declared parameters; a call with fewer arguments fills the rest with undefined. Registers 1 … parameterCount.
    let parameterCount: Int
    /// Registers of a frame, call windows and their scratch registers included. At most `FunctionTemplate.registerLimit`.
    let registerCount: Int
    let flags: Flags
    /// Source range of the whole function, UTF-8 offsets: what `Function.prototype.toString` returns.
    let range: SourceRange
    let slots: [Slot]
    /// Innermost first.
    let handlers: [ExceptionHandler]
    /// Index in the code unit.
    let index: Int
    /// The unit it belongs to; set once, when that is made.
    private(set) unowned(unsafe) var unit: CodeUnit?
    /// Inner functions, by `Slot.function`.
    let children: [FunctionTemplate]
    /// Number of slot words; slot operands count from `FunctionData.firstSlot`.
    let slotWordCount: Int
    /// Instruction words, at a stable address as long as the template lives.
    let code: UnsafePointer<UInt64>
    let codeCount: Int
    /// (instruction index, source offset), ascending by index: the position of an instruction is the last entry at or before it.
    let positions: [Position]
    /// Names for the ReferenceError of a checked access, by instruction index, ascending.
    let variableNames: [(index: UInt32, name: JSText)]
    /// Handler table in the form that `unwind` reads: (start, end, target, register << 1 | isFinally) per entry.
    let handlerWords: UnsafePointer<UInt32>

    /// Slot indices of the inline caches and object literals, literals with the top bit set.
    let cacheWords: UnsafePointer<UInt32>
    let cacheCount: Int

    static let registerLimit = 8_000

    struct Flags: OptionSet, Sendable {
        let rawValue: UInt32
        static let strict = Flags(rawValue: 1)
        static let arrow = Flags(rawValue: 2)
        static let async = Flags(rawValue: 4)
        static let generator = Flags(rawValue: 8)
        static let method = Flags(rawValue: 16)
        static let classConstructor = Flags(rawValue: 32)
        static let derivedConstructor = Flags(rawValue: 64)
        /// May be called with `new`: ordinary functions and class constructors.
        static let constructor = Flags(rawValue: 128)
        /// Step code of a resumable builtin, `FunctionData.builtinID` says which.
        static let native = Flags(rawValue: 256)
        /// A resumable builtin that may be called with `new`; makes its own `this`.
        static let nativeConstructor = Flags(rawValue: 512)
    }

    /// What a slot of `FunctionData` is filled with when a realm first needs the function.
    enum Slot: Hashable, Sendable {
        /// One word: a number.
        case number(Double)
        /// One word: a string value.
        case string(JSText)
        /// One word: a property key: an interned string, or an int32 where the text is a canonical array index below 2^31.
        case key(JSText)
        /// One word: inner function by index into `children`; `closure` replaces it by its FunctionData.
        case function(Int)
        /// One word: builtin function object by name, such as "%Array.prototype.values%".
        case builtin(String)
        /// One word: a well-known symbol such as "iterator".
        case symbol(String)
        /// One word: the frozen strings array of a tagged template; nil where a cooked string is absent.
        case templateObject(cooked: [JSText?], raw: [JSText])
        /// Four words: inline cache of an access with this key.
        case cache(key: JSText)
        /// 2 + n words: keys of an object literal for `makeObject`.
        case literal(keys: [JSText])

        /// Words it takes.
        var wordCount: Int {
            switch self {
            case .cache: 4
            case .literal(let keys): 2 + keys.count
            default: 1
            }
        }
    }

    struct ExceptionHandler: Hashable, Sendable {
        /// Covered instructions, half open.
        var start: Int
        var end: Int
        var target: Int
        /// Receives the thrown value. For a finally handler the next register receives the completion kind:
        /// int32 1 for throw, 2 for return (only a generator's `return()` enters it so).
        var register: Int
        var isFinally: Bool
    }

    struct Position: Hashable, Sendable {
        var index: UInt32
        var offset: UInt32
    }

    /// Everything a function is made of, as the compiler hands it over.
    struct Parts {
        var name = JSText("")
        var length = 0
        var parameterCount = 0
        var registerCount = 0
        var flags: Flags = []
        var range = SourceRange(start: 0, end: 0)
        var slots: [Slot] = []
        var handlers: [ExceptionHandler] = []
        var index = 0
        var children: [FunctionTemplate] = []
        var code: [UInt64] = []
        var positions: [Position] = []
        var variableNames: [(index: UInt32, name: JSText)] = []
    }

    init(_ parts: Parts) {
        name = parts.name
        length = parts.length
        parameterCount = parts.parameterCount
        registerCount = parts.registerCount
        flags = parts.flags
        range = parts.range
        slots = parts.slots
        handlers = parts.handlers
        index = parts.index
        children = parts.children
        slotWordCount = parts.slots.reduce(0) { $0 + $1.wordCount }
        positions = parts.positions
        variableNames = parts.variableNames
        let words = UnsafeMutablePointer<UInt64>.allocate(capacity: max(1, parts.code.count))
        for (i, word) in parts.code.enumerated() { (words + i).initialize(to: word) }
        code = UnsafePointer(words)
        codeCount = parts.code.count
        let table = UnsafeMutablePointer<UInt32>.allocate(capacity: max(1, parts.handlers.count * 4))
        for (i, handler) in parts.handlers.enumerated() {
            (table + i * 4).initialize(to: UInt32(truncatingIfNeeded: handler.start))
            (table + i * 4 + 1).initialize(to: UInt32(truncatingIfNeeded: handler.end))
            (table + i * 4 + 2).initialize(to: UInt32(truncatingIfNeeded: handler.target))
            (table + i * 4 + 3).initialize(
                to: UInt32(truncatingIfNeeded: handler.register) << 1 | (handler.isFinally ? 1 : 0))
        }
        handlerWords = UnsafePointer(table)
        let caches = FunctionTemplate.cacheSlots(of: parts.slots)
        let list = UnsafeMutablePointer<UInt32>.allocate(capacity: max(1, caches.count))
        for (i, slot) in caches.enumerated() { (list + i).initialize(to: slot) }
        cacheWords = UnsafePointer(list)
        cacheCount = caches.count
    }

    private static func cacheSlots(of slots: [Slot]) -> [UInt32] {
        var caches: [UInt32] = []
        var index: UInt32 = 0
        for slot in slots {
            switch slot {
            case .cache: caches.append(index)
            case .literal: caches.append(index | 0x8000_0000)
            default: break
            }
            index &+= UInt32(truncatingIfNeeded: slot.wordCount)
        }
        return caches
    }

    deinit {
        code.deallocate()
        handlerWords.deallocate()
        cacheWords.deallocate()
    }

    /// Source offset of an instruction.
    func sourceOffset(ofInstruction index: Int) -> UInt32 {
        var low = 0
        var high = positions.count
        while low < high {
            let middle = (low + high) / 2
            if Int(positions[middle].index) <= index { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? range.start : positions[low - 1].offset
    }
}

/// A compiled source text: the unit that is shared, hashed and named by a suspended program.
final class CodeUnit {
    /// Shown in stack traces.
    let sourceName: String
    let source: SourceText
    /// All functions; `functions[0]` is the program itself.
    let functions: [FunctionTemplate]
    /// Names that the program declares in the global scope (scripts only).
    let globals: GlobalDeclarations
    /// Content hash over the source bytes, the kind and the engine's code version.
    let hash: UInt64
    /// Number of the builtin that this is the source of; nil for a program.
    let builtinNumber: Int?
    /// Written in JavaScript as part of the engine: left out of stack traces.
    var isBuiltin: Bool { builtinNumber != nil }

    init(
        sourceName: String, source: SourceText, functions: [FunctionTemplate], globals: GlobalDeclarations,
        hash: UInt64, builtinNumber: Int? = nil
    ) {
        self.sourceName = sourceName
        self.source = source
        self.functions = functions
        self.globals = globals
        self.hash = hash
        self.builtinNumber = builtinNumber
        for function in functions { function.adopt(by: self) }
    }
}

extension FunctionTemplate {
    fileprivate func adopt(by unit: CodeUnit) { self.unit = unit }
}

/// What a script adds to the global environment before it runs.
/// https://tc39.es/ecma262/#sec-globaldeclarationinstantiation
struct GlobalDeclarations: Sendable {
    /// `let`, `const` and `class` names; true for const.
    var lexical: [(name: JSText, isConst: Bool)] = []
    /// `var` names.
    var variables: [JSText] = []
    /// Function declarations, by name; the program's own code assigns them.
    var functions: [JSText] = []
}
