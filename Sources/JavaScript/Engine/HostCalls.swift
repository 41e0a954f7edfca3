/// A call of a host function by the program, waiting for the host's answer.
package struct HostCall: Sendable, Hashable {
    /// Identifies the call within its execution.
    package let id: UInt32
    /// Name of the host function.
    package let function: String
    /// The arguments as JSON: an array, unless the program gave arrays a `toJSON` of their own.
    package let argumentsJSON: String
}

/// What is recorded of a host call, as an array of the engine in `ControlBlock.hostCalls`: nothing about a pending call
/// is held outside of the arena.
private enum HostCallRecord {
    static let id = 0
    static let function = 1
    /// Arguments as JSON; undefined once the call has been handed to the host.
    static let json = 2
    static let promise = 3
}

extension Realm {
    /// A function of the host is called: the internal function makes the JSON and the promise.
    func callHost(
        _ callee: Registers, _ object: UnsafeMutableRawPointer, _ count: Int, _ returnPC: PC, _ delta: Int
    ) {
        let name = object.load(fromByteOffset: Cell.internal0, as: Value.self)
        callee[0] = name
        setHeader(callee, FrameHeader.callee, self[.hostCall].bits)
        dispatchCall(callee, count, returnPC, delta)
    }

    /// Records a call. Operands must be reachable.
    func recordHostCall(_ function: Value, json: Value, promise: Value) {
        let block = control
        let id = block.pointee.nextHostCall
        block.pointee.nextHostCall = id &+ 1
        if !block.pointee.hostCalls.isObject { block.pointee.hostCalls = makeArray(length: 0) }
        let record = makeArray([Value(index: Int(id)), function, json, promise])
        let root = keep(record)
        append(block.pointee.hostCalls, record)
        release(root)
    }

    var hostCallCount: Int { control.pointee.hostCalls.isObject ? length(ofArray: control.pointee.hostCalls) : 0 }

    /// The calls that have not been handed to the host, in the order in which they were made.
    func takeHostCalls() -> [HostCall] {
        var taken: [HostCall] = []
        for i in 0..<hostCallCount {
            let record = element(control.pointee.hostCalls, i)
            let json = element(record, HostCallRecord.json)
            guard json.isString else { continue }
            let call = HostCall(
                id: UInt32(truncatingIfNeeded: toIntegerClamped(element(record, HostCallRecord.id).number)),
                function: swiftString(element(record, HostCallRecord.function)), argumentsJSON: swiftString(json))
            setElement(record, HostCallRecord.json, .undefined)
            taken.append(call)
        }
        return taken
    }

    func isPending(hostCall id: UInt32) -> Bool {
        (0..<hostCallCount).contains { index in
            element(element(control.pointee.hostCalls, index), HostCallRecord.id).number == Double(id)
        }
    }

    /// Removes a record and returns its promise; nil if there is no such call.
    func removeHostCall(_ id: UInt32) -> Value? {
        let calls = control.pointee.hostCalls
        let count = hostCallCount
        for i in 0..<count {
            let record = element(calls, i)
            guard element(record, HostCallRecord.id).number == Double(id) else { continue }
            for k in i + 1..<max(i + 1, count) { setElement(calls, k - 1, element(calls, k)) }
            setElement(calls, count - 1, .undefined)
            cell(calls).storeBytes(
                of: UInt32(truncatingIfNeeded: count - 1), toByteOffset: Cell.arrayLength, as: UInt32.self)
            return element(record, HostCallRecord.promise)
        }
        return nil
    }

    /// A function object for a host function of this name.
    func makeHostFunction(_ name: Value) -> Value {
        let function = makeInternalObject(CellType.hostFunction, prototype: self[.functionPrototype])
        setInternalSlot(function, Cell.internal0, name)
        let root = keep(function)
        define(function, PropertyKey(atom: self[.lengthAtom].offset), Value(int32: 0), .configurable)
        define(function, PropertyKey(atom: self[.nameAtom].offset), name, .configurable)
        release(root)
        return function
    }
}
