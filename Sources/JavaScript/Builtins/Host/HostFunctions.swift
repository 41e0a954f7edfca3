/// Functions of the host, called with JSON values.
enum HostFunctions {
    static let hostCall = BuiltinFunction.steps("%hostCall%", 0, parameters: 0, slots: 2, rest: true) {
        steps(call, $0, $1, $2)
    }

    /// f[0] = name of the function, f[1] = arguments, f[2] = their JSON, f[3] = promise. What the arguments cannot be
    /// turned into is thrown at the call: a cycle, an exception of `toJSON`.
    private static func call(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        if step == 0 {
            realm.control.pointee.hostCallsLeft &-= 1
            if realm.control.pointee.hostCallsLeft < 0 {
                realm.terminate(.hostCalls)
                return .undefined
            }
            return f.call(realm[.stringify], this: .undefined, f[1], then: 1)
        }
        f[2] = f.result.isString ? f.result : realm.makeString("[]")
        f[3] = realm.makePromise()
        realm.recordHostCall(f[0], json: f[2], promise: f[3])
        return f[3]
    }
}
