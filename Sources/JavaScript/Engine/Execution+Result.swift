// How a finished program ended, for the host. No code of the program runs here.
extension Execution {
    /// What a program threw, read without running its code.
    package struct ThrownError: Sendable, Hashable {
        /// Whether it is an Error object, of the program or of the engine.
        package let isError: Bool
        /// `name`, inherited ones included; nil where there is no text under it.
        package let name: String?
        /// `message`; a thrown string as it is.
        package let message: String?
        /// `code`, as the host gave it to a failed call.
        /// `code`, such as the code of a host's error; nil where there is no text under it.
        package let code: String?
        /// A short text of the value, for people.
        package let description: String
        /// Where it was made, innermost first; empty for other values than errors.
        package let stack: [Line]

        /// A position on the way to the error.
        package struct Line: Sendable, Hashable {
            /// Name of the function; empty for the program itself.
            /// Name of the function; empty for the program itself.
            package let function: String
            /// Name of the program; "native" for functions of the engine.
            package let source: String
            /// From one; 0 for functions of the engine.
            package let line: Int
            /// From one, in UTF-16 units.
            /// From one; 0 for functions of the engine.
            package let column: Int
        }
    }

    /// The value that a finished program threw, or that its promise was rejected with; nil if it ended normally.
    package var thrownError: ThrownError? {
        guard let thrown = endValue, thrown.isThrown else { return nil }
        return describeThrown(thrown.value)
    }

    /// The result of a finished program as JSON text in UTF-8; nil for undefined. Fuel is charged by its size.
    package func resultJSON(_ limits: ResultLimits = ResultLimits()) throws(ResultFailure) -> [UInt8]? {
        guard let end = endValue, !end.isThrown else { return nil }
        let realm = self.realm
        var result: Result<[UInt8]?, ResultFailure> = .success(nil)
        charging {
            let root = realm.keep(end.value)
            defer { realm.release(root) }
            let text = realm.keep(.undefined)
            var serializer = ResultSerializer(realm, limits, textIn: realm.address(of: text))
            do throws(ResultFailure) {
                result = .success(try serializer.serialize(end.value))
            } catch {
                result = .failure(error)
            }
        }
        return try result.get()
    }

    /// The value that the program ended with.
    private var endValue: (value: Value, isThrown: Bool)? {
        let realm = self.realm
        let control = realm.control
        if control.pointee.pendingException { return (control.pointee.exception, true) }
        let result = realm[.entryResult]
        guard realm.type(result) == CellType.promise else { return (result, false) }
        let state = realm.promiseState(result)
        if state == PromiseState.pending { return nil }
        return (realm.internalSlot(result, Cell.internal1), state == PromiseState.rejected)
    }

    private func describeThrown(_ value: Value) -> ThrownError {
        let realm = self.realm
        func text(_ key: UInt32) -> String? {
            guard value.isObject, case .value(let found) = realm.get(value, PropertyKey(atom: key)), !found.isObject,
                !found.isNullish, !found.isSymbol
            else { return nil }
            let string = realm.primitiveToString(found)
            let root = realm.keep(string)
            defer { realm.release(root) }
            return realm.swiftString(string)
        }
        let isError = realm.type(value) == CellType.error
        return ThrownError(
            isError: isError, name: text(realm[.nameAtom].offset),
            message: value.isString ? realm.swiftString(value) : text(realm[.messageAtom].offset),
            code: text(realm.atom("code")), description: isError ? realm.errorHeader(value) : realm.describe(value),
            stack: realm.stackLines(of: value).map {
                ThrownError.Line(function: $0.function, source: $0.sourceName, line: $0.line, column: $0.column)
            })
    }
}
