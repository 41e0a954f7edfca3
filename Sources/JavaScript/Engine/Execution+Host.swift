// What the host does with an execution beside running it: globals, answers to host calls, limits of the console.
extension Execution {
    // MARK: Globals, before the program starts

    /// Installs a global function of the host: not writable, not enumerable, not configurable. Each call is recorded with
    /// its arguments as JSON (`takeHostCalls`) and returns a promise of the answer (`settle`).
    package func registerHostFunction(_ name: String) {
        let realm = self.realm
        charging {
            let text = realm.makeString(name)
            let root = realm.keep(text)
            defer { realm.release(root) }
            let function = realm.makeHostFunction(text)
            _ = realm.keep(function)
            realm.define(realm[.globalObject], realm.propertyKey(text), function, [])
        }
    }

    /// Installs a global value from JSON text, not writable, not enumerable, not configurable. False if it is not JSON.
    @discardableResult
    package func defineGlobal(_ name: String, json: [UInt8]) -> Bool {
        let realm = self.realm
        return charging {
            guard let value = realm.parseJSON(utf8: json) else { return false }
            let root = realm.keep(value)
            defer { realm.release(root) }
            let text = realm.makeString(name)
            _ = realm.keep(text)
            realm.define(realm[.globalObject], realm.propertyKey(text), value, [])
            return true
        }
    }

    /// Removes a global of the engine, such as `print`.
    package func removeGlobal(_ name: String) {
        let realm = self.realm
        charging {
            let text = realm.makeString(name)
            let root = realm.keep(text)
            _ = realm.deleteProperty(realm[.globalObject], realm.propertyKey(text))
            realm.release(root)
        }
    }

    // MARK: Host calls

    /// The calls that have not been handed to the host yet, in the order in which they were made.
    package func takeHostCalls() -> [HostCall] { realm.takeHostCalls() }

    /// Calls that are not settled, handed to the host or not.
    package var pendingHostCallCount: Int { realm.hostCallCount }

    /// What `settle` found.
    package enum Settlement: Equatable {
        case done
        case noSuchCall
        /// The answer is not JSON; the call still waits.
        case notJSON
        /// The answer does not fit under the memory limit; the execution is terminated.
        case noMemory
    }

    /// Answers a call with a JSON text in UTF-8; an empty one stands for undefined. Then `run` goes on.
    package func settle(call id: UInt32, resultJSON: [UInt8]) -> Settlement {
        let realm = self.realm
        guard realm.isPending(hostCall: id) else { return .noSuchCall }
        return charging {
            var value: Value? = .undefined
            if !resultJSON.isEmpty { value = realm.parseJSON(utf8: resultJSON) }
            guard let value else { return realm.control.pointee.isTerminating ? .noMemory : .notJSON }
            return settle(id, value, PromiseState.fulfilled)
        }
    }

    /// Answers a call with an error: a normal Error with this name, message and code.
    package func settle(call id: UInt32, errorName: String, message: String, code: String?) -> Settlement {
        let realm = self.realm
        guard realm.isPending(hostCall: id) else { return .noSuchCall }
        return charging {
            let text = realm.makeString(message)
            let error = realm.makeError(.error, text)
            let root = realm.keep(error)
            defer { realm.release(root) }
            let name = realm.makeString(errorName)
            realm.define(error, PropertyKey(atom: realm[.nameAtom].offset), name, .hidden)
            if let code {
                let text = realm.makeString(code)
                _ = realm.keep(text)
                realm.define(error, PropertyKey(atom: realm.atom("code")), text, .all)
            }
            return settle(id, error, PromiseState.rejected)
        }
    }

    private func settle(_ id: UInt32, _ value: Value, _ state: Int32) -> Settlement {
        let realm = self.realm
        let root = realm.keep(value)
        defer { realm.release(root) }
        guard let promise = realm.removeHostCall(id) else { return .noSuchCall }
        _ = realm.keep(promise)
        realm.settle(promise, value, state)
        return .done
    }

    // MARK: Limits

    /// Calls of host functions that the program may make; with one more it is terminated.
    package func setHostCallLimit(_ calls: Int) { realm.control.pointee.hostCallsLeft = max(0, calls) }

    /// Calls of `console` and UTF-16 units of its texts that the program may make; beyond them it is terminated.
    package func setConsoleLimits(calls: Int, units: Int) {
        realm.control.pointee.consoleCallsLeft = max(0, calls)
        realm.control.pointee.consoleUnitsLeft = max(0, units)
    }
}
