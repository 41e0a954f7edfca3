/// Internal functions of arrays.
enum InternalArrays {
    static let functions: [InternalFunction: BuiltinFunction] = [
        .append: .leaf("%append%", 2) { leaf(append, $0, $1, $2) },
        .arrayConstructor: .leaf("%arrayConstructor%", 0) {
            leaf({ $0.realm[Intrinsic.arrayConstructor] }, $0, $1, $2)
        },
        .newArray: .leaf("%newArray%", 1) { leaf(newArray, $0, $1, $2) },
        .arraySpeciesCreate: .steps("%arraySpeciesCreate%", 2, parameters: 2, slots: 0) {
            steps(arraySpeciesCreate, $0, $1, $2)
        },
        .isConcatSpreadable: .steps("%isConcatSpreadable%", 1, parameters: 1, slots: 0) {
            steps(isConcatSpreadable, $0, $1, $2)
        },
        .flattenInto: .script("%flattenInto%", 3, flattenIntoSource),
        .isJoining: .leaf("%isJoining%", 1) { leaf(isJoining, $0, $1, $2) },
        .joinStrings: .leaf("%joinStrings%", 2) {
            leaf({ ArrayPrototype.join($0, array: $0[0], separator: $0[1]) }, $0, $1, $2)
        },
    ]

    /// Appends to a list that no program sees. https://tc39.es/ecma262/#sec-list-and-record-specification-type
    private static func append(_ call: Arguments) -> Value {
        call.realm.append(call[0], call[1])
        return .undefined
    }

    /// https://tc39.es/ecma262/#sec-arraycreate
    private static func newArray(_ call: Arguments) -> Value {
        guard let length = call.integer(0) else { return call.exit }
        return call.realm.createArray(length: length)
    }

    /// f[1] = original, f[2] = length. https://tc39.es/ecma262/#sec-arrayspeciescreate
    private static func arraySpeciesCreate(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            guard realm.isArray(f[1]) else { return f.go(to: 3) }
            return f.get(f[1], PropertyKey(atom: realm[.constructorAtom].offset), then: 1)
        case 1:
            if !f.result.isObject { return f.go(to: 2) }
            return f.get(f.result, PropertyKey(atom: realm[.symbolSpecies].offset), then: 5)
        case 5: return f.finish(f.result.isNull ? .undefined : f.result, at: 2)
        case 2:
            let constructor = f.result
            if constructor.isUndefined { return f.go(to: 3) }
            guard realm.isConstructor(constructor) else {
                return f.throwTypeError("object.constructor[Symbol.species] is not a constructor")
            }
            return f.construct(constructor, (f[2], .undefined), count: 1, then: 4)
        case 3: return realm.createArray(length: f.int(2))
        default: return f.constructed
        }
    }

    /// https://tc39.es/ecma262/#sec-isconcatspreadable
    private static func isConcatSpreadable(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        if step == 0 {
            guard f[1].isObject else { return .false }
            return f.get(f[1], PropertyKey(atom: realm[.symbolIsConcatSpreadable].offset), then: 1)
        }
        return f.result.isUndefined ? Value(realm.isArray(f[1])) : Value(realm.toBoolean(f.result))
    }

    /// https://tc39.es/ecma262/#sec-flattenintoarray, of depth 1
    private static let flattenIntoSource = """
        function (target, index, source) {
            const length = $toLength(source.length);
            for (let k = 0; k < length; k++) {
                if (k in source) $createDataProperty(target, index++, source[k]);
            }
            return index;
        }
        """

    /// Looks for another frame of the running script with the same object as `this`: an array that contains itself is
    /// joined as an empty string, as in other engines. https://tc39.es/ecma262/#sec-array.prototype.join
    private static func isJoining(_ call: Arguments) -> Value {
        var cursor = FrameCursor(call.realm)
        let data = cursor.data
        while !cursor.isOutermost {
            cursor.moveToCaller()
            call.charge(1)
            if cursor.data == data, cursor.fp[0].bits == call[0].bits { return .true }
        }
        return .false
    }
}
