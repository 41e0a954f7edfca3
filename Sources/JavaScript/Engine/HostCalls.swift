/// A call of a host function by the program, waiting for the host's answer.
package struct HostCall: Sendable {
    /// Identifies the call within its execution.
    package let id: UInt32
    /// Name of the host function.
    package let function: String
    /// The arguments as a JSON array.
    package let argumentsJSON: String
}

extension Realm {
    /// A function of the host is called: the internal function makes the JSON and the promise.
    func callHost(_ callee: Registers, _ object: UnsafeMutableRawPointer, _ count: Int, _ returnPC: PC, _ delta: Int) {
        let name = object.load(fromByteOffset: Cell.internal0, as: Value.self)
        callee[0] = name
        setHeader(callee, FrameHeader.callee, self[.hostCall].bits)
        dispatchCall(callee, count, returnPC, delta)
    }
}
