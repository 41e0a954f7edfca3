#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

// Entering frames. An out-of-line operation never recurses into the interpreter: it finishes, or it pushes a frame, or
// it unwinds; the interpreter then goes on at the control block's pc and fp.
extension Realm {
    /// Calls the function in `callee[-4]` with `this` in `callee[0]` and arguments above it; execution goes on at
    /// `returnPC` in the frame `delta` registers below, with the result in `callee[-4]`.
    @inline(never) func dispatchCall(_ callee: Registers, _ count: Int, _ returnPC: PC, _ delta: Int) {
        let function = Value(bits: header(callee, FrameHeader.callee))
        guard function.isObject else {
            throwNotCallable(function)
            return
        }
        let object = cell(function)
        switch object.load(fromByteOffset: Cell.type, as: UInt8.self) {
        case CellType.closure: pushFrame(callee, object, count, returnPC, delta, flags: 0)
        case CellType.native: callLeaf(callee, object, count, returnPC, delta, newTarget: .undefined)
        case CellType.resumable: pushStepFrame(callee, object, count, returnPC, delta, newTarget: .undefined)
        case CellType.bound:
            guard let total = unpackBound(callee, object, count, setsThis: true) else { return }
            dispatchCall(callee, total, returnPC, delta)
        case CellType.hostFunction: callHost(callee, object, count, returnPC, delta)
        case CellType.classConstructor:
            throwAndUnwind(.typeError, "Class constructor \(nameOfFunction(function)) cannot be invoked without 'new'")
        default: throwNotCallable(function)
        }
    }

    /// Pushes the frame of a closure: missing arguments become undefined, the header is written.
    func pushFrame(
        _ callee: Registers, _ object: UnsafeMutableRawPointer, _ count: Int, _ returnPC: PC, _ delta: Int,
        flags: UInt64
    ) {
        let block = control
        guard makeRoom(callee, count) else { return }
        let data = reference(base, object, Cell.functionData)
        let parameters = Int(data.load(fromByteOffset: FunctionData.parameterCount, as: UInt32.self))
        var i = count &+ 1
        while i <= parameters {
            callee[i] = .undefined
            i &+= 1
        }
        setHeader(callee, FrameHeader.returnPC, UInt64(UInt(bitPattern: returnPC)))
        setHeader(
            callee, FrameHeader.delta,
            UInt64(truncatingIfNeeded: delta) | flags | UInt64(truncatingIfNeeded: count) << 32)
        setHeader(callee, FrameHeader.function, object.load(fromByteOffset: Cell.functionData, as: UInt64.self))
        block.pointee.fp = callee
        block.pointee.pc = data.load(fromByteOffset: FunctionData.code, as: PC.self)
    }

    /// Pushes the frame of a resumable builtin, all of whose registers are defined from the start.
    func pushStepFrame(
        _ callee: Registers, _ object: UnsafeMutableRawPointer, _ count: Int, _ returnPC: PC, _ delta: Int,
        newTarget: Value
    ) {
        let data = reference(base, object, Cell.functionData)
        let parameters = Int(data.load(fromByteOffset: FunctionData.parameterCount, as: UInt32.self))
        let registers = Int(data.load(fromByteOffset: FunctionData.registerCount, as: UInt32.self))
        let gathersRest = data.load(fromByteOffset: FunctionData.flags, as: UInt32.self) & StepFrame.gathersRest != 0
        guard makeRoom(callee, max(count, registers)) else { return }
        var rest = Value.undefined
        if gathersRest {
            control.pointee.extraTop = callee + (count &+ 1)
            rest = makeArray(length: max(0, count &- parameters))
            control.pointee.extraTop = control.pointee.stackBase
            if rest.isException {
                unwind()
                return
            }
            var i = parameters
            while i < count {
                setElement(rest, i &- parameters, callee[i &+ 1])
                i &+= 1
            }
        }
        var i = min(count, parameters) &+ 1
        while i < registers {
            callee[i] = .undefined
            i &+= 1
        }
        callee[registers] = .undefined
        if gathersRest { callee[parameters &+ 1] = rest }
        callee[registers - StepFrame.newTargetRegister] = newTarget
        setHeader(callee, FrameHeader.returnPC, UInt64(UInt(bitPattern: returnPC)))
        setHeader(
            callee, FrameHeader.delta,
            UInt64(truncatingIfNeeded: delta) | UInt64(truncatingIfNeeded: min(count, parameters)) << 32)
        setHeader(callee, FrameHeader.function, object.load(fromByteOffset: Cell.functionData, as: UInt64.self))
        control.pointee.fp = callee
        control.pointee.pc = data.load(fromByteOffset: FunctionData.code, as: PC.self)
    }

    /// Runs a leaf builtin to its end.
    func callLeaf(
        _ callee: Registers, _ object: UnsafeMutableRawPointer, _ count: Int, _ returnPC: PC, _ delta: Int,
        newTarget: Value
    ) {
        let block = control
        guard makeRoom(callee, count) else { return }
        block.pointee.extraTop = callee + (count &+ 9)
        block.pointee.newTarget = newTarget
        let id = Int(object.load(fromByteOffset: Cell.nativeID, as: UInt32.self))
        let result = Value(bits: block.pointee.leaves[id](base, callee, count))
        block.pointee.extraTop = block.pointee.stackBase
        leaveLeaf(result, callee, count, returnPC, delta)
    }

    /// What a leaf builtin returned: a value or a signal.
    func leaveLeaf(_ result: Value, _ callee: Registers, _ count: Int, _ returnPC: PC, _ delta: Int) {
        switch result.bits {
        case Value.exception.bits: unwind()
        case Value.coerce.bits: coerceAndCall(callee, count, returnPC, delta)
        case Value.generic.bits: callGeneric(callee, count, returnPC, delta)
        case Value.resume.bits:
            if type(callee[0]) == CellType.asyncGenerator {
                resumeAsyncGenerator(callee, count, returnPC, delta)
            } else {
                resumeGenerator(callee, count, returnPC, delta)
            }
        default:
            (callee - 4).pointee = result
            control.pointee.pc = returnPC
        }
    }

    /// A leaf builtin met an object where it needs a primitive: its window moves up by one, so that the leaf becomes
    /// `this` of the builtin `%coerce%`, which converts the operands and calls the leaf again.
    private func coerceAndCall(_ callee: Registers, _ count: Int, _ returnPC: PC, _ delta: Int) {
        let leaf = Value(bits: header(callee, FrameHeader.callee))
        let newTarget = control.pointee.newTarget
        guard makeRoom(callee, count &+ 2) else { return }
        var i = count
        while i >= 0 {
            callee[i &+ 1] = callee[i]
            i &-= 1
        }
        callee[0] = leaf
        setHeader(callee, FrameHeader.callee, self[.coerce].bits)
        pushStepFrame(callee, cell(self[.coerce]), count &+ 1, returnPC, delta, newTarget: newTarget)
    }

    /// Calls the generic form of a leaf with the same window. The leaf's function object keeps it for the next time.
    private func callGeneric(_ callee: Registers, _ count: Int, _ returnPC: PC, _ delta: Int) {
        let leaf = cell(Value(bits: header(callee, FrameHeader.callee)))
        let newTarget = control.pointee.newTarget
        var generic = leaf.load(fromByteOffset: Cell.nativeData, as: Value.self)
        if !generic.isObject {
            let id = Int(leaf.load(fromByteOffset: Cell.nativeID, as: UInt32.self))
            control.pointee.extraTop = callee + (count &+ 1)
            generic = BuiltinTable.shared.genericNumber(id).map { makeBuiltinFunction($0) } ?? .undefined
            control.pointee.extraTop = control.pointee.stackBase
            leaf.storeBytes(of: generic, toByteOffset: Cell.nativeData, as: Value.self)
        }
        setHeader(callee, FrameHeader.callee, generic.bits)
        if newTarget.isUndefined {
            dispatchCall(callee, count, returnPC, delta)
        } else {
            dispatchConstruct(callee, count, returnPC, delta, newTarget: newTarget)
        }
    }

    /// Raises the soft stack limit, or throws the RangeError of a recursion that is too deep.
    func makeRoom(_ callee: Registers, _ count: Int, silently: Bool = false) -> Bool {
        let block = control
        if callee + count < block.pointee.stackLimit { return true }
        if callee + (count &+ 64) < block.pointee.stackEnd {
            block.pointee.stackLimit = min(block.pointee.stackEnd, callee + (count &+ 4_096))
            return true
        }
        if !silently { throwAndUnwind(.rangeError, "Maximum call stack size exceeded") }
        return false
    }

    /// Replaces a bound function in a call window by its target, with the bound arguments in front.
    private func unpackBound(_ callee: Registers, _ object: UnsafeMutableRawPointer, _ count: Int, setsThis: Bool)
        -> Int?
    {
        let target = object.load(fromByteOffset: Cell.internal0, as: Value.self)
        let arguments = object.load(fromByteOffset: Cell.internal2, as: Value.self)
        let bound = length(ofArray: arguments)
        guard makeRoom(callee, count &+ bound) else { return nil }
        charge(bound)
        var i = count
        while i > 0 {
            callee[i &+ bound] = callee[i]
            i &-= 1
        }
        for i in 0..<bound { callee[i &+ 1] = element(arguments, i) }
        if setsThis { callee[0] = object.load(fromByteOffset: Cell.internal1, as: Value.self) }
        setHeader(callee, FrameHeader.callee, target.bits)
        return count &+ bound
    }

    // MARK: Construct

    /// https://tc39.es/ecma262/#sec-construct: the constructor is in `callee[-4]`.
    func dispatchConstruct(_ callee: Registers, _ count: Int, _ returnPC: PC, _ delta: Int, newTarget: Value) {
        let function = Value(bits: header(callee, FrameHeader.callee))
        guard isConstructor(function) else {
            throwAndUnwind(.typeError, "\(describe(function)) is not a constructor")
            return
        }
        let object = cell(function)
        switch object.load(fromByteOffset: Cell.type, as: UInt8.self) {
        case CellType.native: callLeaf(callee, object, count, returnPC, delta, newTarget: newTarget)
        case CellType.resumable:
            callee[0] = .undefined
            pushStepFrame(callee, object, count, returnPC, delta, newTarget: newTarget)
        case CellType.bound:
            let target = object.load(fromByteOffset: Cell.internal0, as: Value.self)
            guard let total = unpackBound(callee, object, count, setsThis: false) else { return }
            dispatchConstruct(
                callee, total, returnPC, delta, newTarget: newTarget.bits == function.bits ? target : newTarget)
        default:
            let flags = FunctionTemplate.Flags(
                rawValue: reference(base, object, Cell.functionData).load(
                    fromByteOffset: FunctionData.flags, as: UInt32.self))
            if flags.contains(.derivedConstructor) {
                callee[0] = .uninitialized
            } else {
                control.pointee.extraTop = callee + (count &+ 1)
                callee[0] = makeThis(for: newTarget, constructor: object)
                control.pointee.extraTop = control.pointee.stackBase
            }
            control.pointee.newTarget = newTarget
            pushFrame(callee, object, count, returnPC, delta, flags: FrameHeader.construct)
        }
    }

    /// https://tc39.es/ecma262/#sec-isconstructor
    func isConstructor(_ value: Value) -> Bool {
        guard value.isObject else { return false }
        let object = cell(value)
        switch object.load(fromByteOffset: Cell.type, as: UInt8.self) {
        case CellType.closure, CellType.classConstructor, CellType.resumable:
            let flags = FunctionTemplate.Flags(
                rawValue: reference(base, object, Cell.functionData).load(
                    fromByteOffset: FunctionData.flags, as: UInt32.self))
            return !flags.isDisjoint(with: [.constructor, .nativeConstructor])
        case CellType.native:
            return object.load(fromByteOffset: Cell.nativeFlags, as: UInt32.self) & NativeFlags.constructor != 0
        case CellType.bound: return isConstructor(object.load(fromByteOffset: Cell.internal0, as: Value.self))
        default: return false
        }
    }

    /// The object that `new` makes for a base constructor; its shape is remembered in `newTarget` if that is a closure.
    private func makeThis(for newTarget: Value, constructor: UnsafeMutableRawPointer) -> Value {
        let target = cell(newTarget)
        let type = target.load(fromByteOffset: Cell.type, as: UInt8.self)
        let prototype = prototypeFromConstructor(newTarget, default: .objectPrototype)
        let root = keep(prototype)
        defer { release(root) }
        let capacity = instanceCapacity(constructor, isDerived: target != constructor)
        let shape = rootShape(prototype: prototype.offset, inlineCapacity: capacity)
        let bytes = Cell.objectSlots &+ capacity &* 8
        if type == CellType.closure || type == CellType.classConstructor {
            target.storeBytes(of: offset(shape), toByteOffset: Cell.constructorShape, as: UInt32.self)
            target.storeBytes(
                of: UInt32(truncatingIfNeeded: SizeClass.containing(bytes)), toByteOffset: Cell.constructorSize,
                as: UInt32.self)
        }
        _ = keep(object(shape))
        return makeObject(shape: shape)
    }

    /// In-line slots of a constructor's objects: one for each `this.key =` in its code, at least four.
    private func instanceCapacity(_ constructor: UnsafeMutableRawPointer, isDerived: Bool) -> Int {
        let data = reference(base, constructor, Cell.functionData)
        let code = data.load(fromByteOffset: FunctionData.code, as: PC.self)
        let count = min(4_096, templateCodeCount(data))
        var stores = 0
        for i in 0..<count where code[i] & 0xffff == UInt64(Opcode.setProp.rawValue) && code[i] >> 16 & 0xffff == 0 {
            stores &+= 1
        }
        return (min(30, max(4, stores &+ (isDerived ? 4 : 0))) &+ 1) & ~1
    }

    /// https://tc39.es/ecma262/#sec-getprototypefromconstructor for a function whose `prototype` is a data property.
    func prototypeFromConstructor(_ newTarget: Value, default fallback: Intrinsic) -> Value {
        guard newTarget.isObject else { return self[fallback] }
        if case .value(let prototype) = get(newTarget, PropertyKey(atom: self[.prototypeAtom].offset)),
            prototype.isObject
        {
            return prototype
        }
        return self[fallback]
    }

    // MARK: Calls from within an instruction

    /// An instruction needs JavaScript to run: the frame goes above this frame's registers, and the stub finishes the
    /// instruction when it returns.
    @inline(never) func callFromInstruction(
        _ function: Value, this: Value, _ arguments: (Value, Value, Value) = (.undefined, .undefined, .undefined),
        count: Int, stub: Int
    ) {
        let block = control
        let registers = frameRegisterCount(base, block.pointee.fp)
        let x = block.pointee.fp + registers
        x[0] = Value(bits: UInt64(UInt(bitPattern: block.pointee.pc)))
        x[1] = function
        x[5] = this
        x[6] = arguments.0
        x[7] = arguments.1
        x[8] = arguments.2
        dispatchCall(x + 5, count, Stub.pc(stub), registers &+ 5)
    }
}

/// Flags of a `CellType.native` function.
enum NativeFlags {
    static let constructor: UInt32 = 1
}
