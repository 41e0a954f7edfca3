import JavaScriptSyntax

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

// Function objects: closures of compiled code, builtins on first use, and the FunctionData behind them.
extension Realm {
    @inline(__always) subscript(function: InternalFunction) -> Value {
        let address = base + (ArenaLayout.internalFunctions &+ function.index &* 8)
        let value = address.load(as: Value.self)
        return value.isLazyBuiltin ? materialize(address, value, owner: .undefined) : value
    }

    // MARK: Builtins on first use

    /// Replaces a lazy slot by its function object and returns that. The owner must be reachable.
    @inline(never) func materialize(_ address: UnsafeMutableRawPointer, _ lazy: Value, owner: Value) -> Value {
        let function: Value
        if lazy.offset == LazyBuiltin.functionPrototype {
            function = makeFunctionPrototype(owner)
        } else {
            function = makeBuiltinFunction(Int(lazy.offset))
        }
        address.storeBytes(of: function, as: Value.self)
        return function
    }

    /// A function object for a builtin, by number.
    func makeBuiltinFunction(_ number: Int) -> Value {
        let builtin = BuiltinTable.shared.functions[number]
        let name = internedName(builtin.name)
        let root = keep(name)
        defer { release(root) }
        switch builtin.code {
        case .leaf: return makeNative(number, builtin, name)
        case .steps(_, let parameters, let slots, let rest):
            let data = makeStepData(number, builtin, parameters: parameters, slots: slots, rest: rest)
            _ = keep(object(data))
            return makeFunction(
                data, environment: 0, type: CellType.resumable, shape: self[.methodShape], length: builtin.length,
                name: name)
        case .script:
            guard let template = BuiltinTable.shared.script(number)?.functions.dropFirst().first else {
                return .undefined
            }
            let data = instantiate(template)
            _ = keep(object(data))
            return makeFunction(
                data, environment: 0, type: CellType.closure, shape: self[.methodShape], length: builtin.length,
                name: name)
        }
    }

    /// A leaf builtin's function object. The name must be reachable.
    func makeNative(_ number: Int, _ builtin: BuiltinFunction, _ name: Value) -> Value {
        let function = allocate(48)
        writeHeader(function, self[.nativeShape].offset, CellType.native)
        function.storeBytes(of: UInt64(control.pointee.emptyElements) << 32, toByteOffset: 8, as: UInt64.self)
        function.storeBytes(of: UInt32(truncatingIfNeeded: number), toByteOffset: Cell.nativeID, as: UInt32.self)
        function.storeBytes(
            of: builtin.isConstructor ? NativeFlags.constructor : 0, toByteOffset: Cell.nativeFlags, as: UInt32.self)
        function.storeBytes(of: Value(index: builtin.length), toByteOffset: Cell.nativeSlots, as: Value.self)
        function.storeBytes(of: name, toByteOffset: Cell.nativeSlots + 8, as: Value.self)
        function.storeBytes(of: .undefined, toByteOffset: Cell.nativeData, as: Value.self)
        return object(function)
    }

    /// FunctionData of a resumable builtin.
    private func makeStepData(_ number: Int, _ builtin: BuiltinFunction, parameters: Int, slots: Int, rest: Bool)
        -> UnsafeMutableRawPointer
    {
        let data = allocate(FunctionData.slots)
        writeHeader(data, 0, CellType.functionData)
        memset(data + 8, 0, FunctionData.slots - 8)
        data.storeBytes(of: BuiltinTable.shared.stepCode, toByteOffset: FunctionData.code, as: PC.self)
        data.storeBytes(
            of: UInt32(truncatingIfNeeded: parameters), toByteOffset: FunctionData.parameterCount, as: UInt32.self)
        let registers = 1 &+ parameters &+ (rest ? 1 : 0) &+ slots &+ 2
        data.storeBytes(
            of: UInt32(truncatingIfNeeded: registers), toByteOffset: FunctionData.registerCount, as: UInt32.self)
        var flags: FunctionTemplate.Flags = [.native, .strict]
        if builtin.isConstructor { flags.insert(.nativeConstructor) }
        data.storeBytes(
            of: flags.rawValue | (rest ? StepFrame.gathersRest : 0), toByteOffset: FunctionData.flags, as: UInt32.self)
        data.storeBytes(of: UInt32(truncatingIfNeeded: number), toByteOffset: FunctionData.builtinID, as: UInt32.self)
        return data
    }

    // MARK: Compiled functions

    /// FunctionData of a template in this realm: code address and slots. The template outlives the realm's use of it.
    func instantiate(_ template: FunctionTemplate) -> UnsafeMutableRawPointer {
        let data = allocate(FunctionData.slots &+ template.slotWordCount &* 8)
        writeHeader(data, UInt32(truncatingIfNeeded: template.slotWordCount), CellType.functionData)
        memset(data + 8, 0, FunctionData.slots &- 8 &+ template.slotWordCount &* 8)
        link(data, to: template)
        data.storeBytes(of: control.pointee.functionDataList, toByteOffset: FunctionData.next, as: UInt32.self)
        control.pointee.functionDataList = offset(data)
        control.pointee.largestFrame = max(control.pointee.largestFrame, template.registerCount)
        charge(template.slotWordCount)
        let root = keep(object(data))
        fillSlots(of: data, template)
        release(root)
        return data
    }

    /// Writes the addresses and counts that come from the template.
    func link(_ data: UnsafeMutableRawPointer, to template: FunctionTemplate) {
        data.storeBytes(of: template.code, toByteOffset: FunctionData.code, as: PC.self)
        data.storeBytes(
            of: UInt32(truncatingIfNeeded: template.parameterCount), toByteOffset: FunctionData.parameterCount,
            as: UInt32.self)
        data.storeBytes(
            of: UInt32(truncatingIfNeeded: template.registerCount), toByteOffset: FunctionData.registerCount,
            as: UInt32.self)
        data.storeBytes(of: UInt(bitPattern: template.handlerWords), toByteOffset: FunctionData.handlers, as: UInt.self)
        data.storeBytes(
            of: UInt32(truncatingIfNeeded: template.handlers.count), toByteOffset: FunctionData.handlerCount,
            as: UInt32.self)
        data.storeBytes(
            of: UInt32(truncatingIfNeeded: template.index), toByteOffset: FunctionData.templateIndex, as: UInt32.self)
        data.storeBytes(of: template.flags.rawValue, toByteOffset: FunctionData.flags, as: UInt32.self)
        data.storeBytes(
            of: UInt32(truncatingIfNeeded: template.cacheCount), toByteOffset: FunctionData.cacheCount, as: UInt32.self)
        data.storeBytes(of: UInt(bitPattern: template.cacheWords), toByteOffset: FunctionData.caches, as: UInt.self)
        data.storeBytes(
            of: UInt(bitPattern: Unmanaged.passUnretained(template).toOpaque()), toByteOffset: FunctionData.template,
            as: UInt.self)
    }

    /// The template behind a FunctionData; nil for a resumable builtin.
    func template(of data: UnsafeMutableRawPointer) -> FunctionTemplate? {
        guard
            let pointer = UnsafeRawPointer(bitPattern: data.load(fromByteOffset: FunctionData.template, as: UInt.self))
        else { return nil }
        return Unmanaged<FunctionTemplate>.fromOpaque(pointer).takeUnretainedValue()
    }

    func templateCodeCount(_ data: UnsafeMutableRawPointer) -> Int { template(of: data)?.codeCount ?? 0 }

    private func fillSlots(of data: UnsafeMutableRawPointer, _ template: FunctionTemplate) {
        var word = data + FunctionData.slots
        for slot in template.slots {
            switch slot {
            case .number(let number): word.storeBytes(of: Value(number: number), as: Value.self)
            case .string(let text): word.storeBytes(of: internedOrNew(text), as: Value.self)
            case .key(let text): word.storeBytes(of: keyValue(text), as: Value.self)
            case .function(let child):
                word.storeBytes(of: Value(int32: Int32(truncatingIfNeeded: child)), as: Value.self)
            case .builtin(let name): word.storeBytes(of: builtinSlot(name), as: Value.self)
            case .symbol(let name): word.storeBytes(of: wellKnownSymbol(name), as: Value.self)
            case .templateObject(let cooked, let raw):
                word.storeBytes(of: makeTemplateObject(cooked, raw), as: Value.self)
            case .cache(let key): word.storeBytes(of: keyValue(key), toByteOffset: 24, as: Value.self)
            case .literal(let keys):
                for (i, key) in keys.enumerated() {
                    word.storeBytes(of: keyValue(key), toByteOffset: 16 &+ i &* 8, as: Value.self)
                }
            }
            word += slot.wordCount &* 8
        }
    }

    /// A property key as a value: an int32 for an index, else an atom.
    private func keyValue(_ text: JSText) -> Value {
        let string = makeString(text)
        let key = propertyKey(string)
        if key.isIndex { return key.index <= 0x7fff_ffff ? Value(int32: Int32(bitPattern: key.index)) : string }
        return Value(stringOffset: key.atom)
    }

    /// Short constants are atoms, so that comparing them is comparing offsets.
    private func internedOrNew(_ text: JSText) -> Value {
        if text.utf16.count <= 64 {
            let value = keyValue(text)
            if value.isString { return value }
        }
        return makeString(text)
    }

    private func builtinSlot(_ name: String) -> Value {
        InternalFunction(rawValue: name).map { Value(lazyBuiltin: BuiltinTable.shared.number($0)) } ?? .undefined
    }

    private func wellKnownSymbol(_ name: String) -> Value {
        switch name {
        case "iterator": self[.symbolIterator]
        case "asyncIterator": self[.symbolAsyncIterator]
        case "hasInstance": self[.symbolHasInstance]
        case "toPrimitive": self[.symbolToPrimitive]
        case "toStringTag": self[.symbolToStringTag]
        case "species": self[.symbolSpecies]
        default: .undefined
        }
    }

    // MARK: Function objects

    /// A function object over a FunctionData, which must be reachable, as must the name.
    func makeFunction(
        _ data: UnsafeMutableRawPointer, environment: UInt32, type: UInt8, shape: Value, length: Int, name: Value
    ) -> Value {
        let function = allocate(64)
        writeHeader(function, shape.offset, type)
        function.storeBytes(of: UInt64(control.pointee.emptyElements) << 32, toByteOffset: 8, as: UInt64.self)
        function.storeBytes(
            of: UInt64(offset(data)) | UInt64(environment) << 32, toByteOffset: Cell.functionData, as: UInt64.self)
        function.storeBytes(of: 0, toByteOffset: Cell.constructorShape, as: UInt64.self)
        function.storeBytes(of: Value(index: length), toByteOffset: Cell.functionSlots, as: Value.self)
        function.storeBytes(of: name, toByteOffset: Cell.functionSlots + 8, as: Value.self)
        function.storeBytes(
            of: Value(lazyBuiltin: Int(LazyBuiltin.functionPrototype)), toByteOffset: Cell.functionSlots + 16,
            as: Value.self)
        function.storeBytes(of: .undefined, toByteOffset: Cell.functionSlots + 24, as: Value.self)
        return object(function)
    }

    /// A closure of a template over an environment (an object value or undefined), which must be reachable.
    func makeClosure(_ data: UnsafeMutableRawPointer, environment: Value) -> Value {
        guard let template = template(of: data) else { return .undefined }
        let root = keep(object(data))
        defer { release(root) }
        let name = template.name.utf16.isEmpty ? self[.emptyString] : internedOrNew(template.name)
        _ = keep(name)
        let flags = template.flags
        let shape: Value
        if flags.contains(.generator) {
            shape = self[flags.contains(.async) ? .asyncGeneratorFunctionShape : .generatorFunctionShape]
        } else if flags.contains(.async) {
            shape = self[.asyncFunctionShape]
        } else {
            shape =
                self[flags.contains(.constructor) && !flags.contains(.classConstructor) ? .closureShape : .methodShape]
        }
        return makeFunction(
            data, environment: environment.isObject ? environment.offset : 0,
            type: flags.contains(.classConstructor) ? CellType.classConstructor : CellType.closure,
            shape: shape, length: template.length, name: name)
    }

    /// The `prototype` object of an ordinary or generator function, made when it is first asked for.
    private func makeFunctionPrototype(_ function: Value) -> Value {
        let root = keep(function)
        defer { release(root) }
        let data = reference(base, cell(function), Cell.functionData)
        let flags = FunctionTemplate.Flags(rawValue: data.load(fromByteOffset: FunctionData.flags, as: UInt32.self))
        if flags.contains(.generator) {
            return makeObject(prototype: self[flags.contains(.async) ? .asyncGeneratorPrototype : .generatorPrototype])
        }
        let prototype = makeObject(shape: cell(self[.prototypeShape]))
        slotAddress(cell(prototype), cell(self[.prototypeShape]), 0).storeBytes(of: function, as: Value.self)
        return prototype
    }

    /// Name of a function for messages; empty if it has none.
    func nameOfFunction(_ function: Value) -> String {
        guard isFunction(function), case .value(let name) = get(function, PropertyKey(atom: self[.nameAtom].offset)),
            name.isString
        else { return "" }
        return swiftString(name)
    }
}

/// Payloads of lazy values that are no builtin numbers.
enum LazyBuiltin {
    static let functionPrototype: UInt32 = 0xFFFF_FFFF
}
