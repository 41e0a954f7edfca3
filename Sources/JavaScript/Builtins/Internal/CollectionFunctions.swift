/// Internal functions for the builtins of Map and Set that are written in JavaScript.
enum InternalCollections {
    static let functions: [InternalFunction: BuiltinFunction] = [
        .addEntries: .script("%addEntries%", 3, addEntriesSource),
        .addValues: .script("%addValues%", 3, addValuesSource),
        .newMap: .leaf("%newMap%", 0) { leaf({ newCollection($0, CellType.map, .mapPrototype) }, $0, $1, $2) },
        .newSet: .leaf("%newSet%", 0) { leaf({ newCollection($0, CellType.set, .setPrototype) }, $0, $1, $2) },
        .groupInto: .leaf("%groupInto%", 3) { leaf(groupInto, $0, $1, $2) },
        .setRecord: .script("%setRecord%", 3, setRecordSource),
        .setKeys: .script("%setKeys%", 1, setKeysSource),
        .checkStep: .leaf("%checkStep%", 1) { leaf(checkStep, $0, $1, $2) },
        .isSet: .leaf("%isSet%", 1) {
            leaf({ Value($0[0].isObject && $0.realm.type($0[0]) == CellType.set) }, $0, $1, $2)
        },
        .setCopy: .leaf("%setCopy%", 1) { leaf(setCopy, $0, $1, $2) },
        .setSize: .leaf("%setSize%", 1) { leaf({ Value(index: $0.realm.entryCount(table($0))) }, $0, $1, $2) },
        .setHas: .leaf("%setHas%", 2) { leaf({ Value($0.realm.findEntry(table($0), $0[1]) != nil) }, $0, $1, $2) },
        .setAdd: .leaf("%setAdd%", 2) { leaf(setAdd, $0, $1, $2) },
        .setDelete: .leaf("%setDelete%", 2) {
            leaf({ Value($0.realm.remove($0.realm.tableSlot($0[0]), $0[1])) }, $0, $1, $2)
        },
        .setCursor: .leaf("%setCursor%", 1) { leaf(setCursor, $0, $1, $2) },
        .setNext: .leaf("%setNext%", 1) { leaf(setNext, $0, $1, $2) },
    ]

    // MARK: Constructors

    /// https://tc39.es/ecma262/#sec-add-entries-from-iterable
    private static let addEntriesSource = """
        function (target, iterable, adder) {
            for (const item of iterable) {
                if (item === null || typeof item !== 'object' && typeof item !== 'function')
                    throw $typeError('Iterator value ' + $describe(item) + ' is not an entry object');
                $call(adder, target, item[0], item[1]);
            }
        }
        """

    /// The loop of https://tc39.es/ecma262/#sec-set-iterable
    private static let addValuesSource = """
        function (target, iterable, adder) {
            for (const value of iterable) $call(adder, target, value);
        }
        """

    private static func newCollection(_ call: Arguments, _ type: UInt8, _ prototype: Intrinsic) -> Value {
        call.realm.makeCollection(type, prototype: call.realm[prototype])
    }

    /// Adds a value to the array under a key. https://tc39.es/ecma262/#sec-groupby
    private static func groupInto(_ call: Arguments) -> Value {
        let realm = call.realm
        if let entry = realm.findEntry(realm.internalSlot(call[0], Cell.internal0), call[1]) {
            realm.append(entry.load(fromByteOffset: HashTable.entryValue, as: Value.self), call[2])
            return .undefined
        }
        let group = realm.makeArray([call[2]])
        call.root(0, group)
        return realm.insert(realm.tableSlot(call[0]), call[1], group) ? .undefined : .exception
    }

    // MARK: Set records

    /// Checks the receiver, then https://tc39.es/ecma262/#sec-getsetrecord
    private static let setRecordSource = """
        function (set, other, name) {
            if (!$isSet(set)) throw $typeError('Method Set.prototype.' + name + ' called on incompatible receiver ' + $describe(set));
            if (other === null || typeof other !== 'object' && typeof other !== 'function') throw $typeError($describe(other) + ' is not an object');
            const size = +other.size;
            if (size !== size) throw $typeError("The 'size' property must be a number");
            const whole = $toInteger(size);
            if (whole < 0) throw $rangeError("'" + whole + "' is an invalid size");
            const has = other.has;
            if (typeof has !== 'function') throw $typeError("'has' is not a function");
            const keys = other.keys;
            if (typeof keys !== 'function') throw $typeError("'keys' is not a function");
            return [other, whole, has, keys];
        }
        """

    /// https://tc39.es/ecma262/#sec-getiteratorfrommethod, without the look at `next`
    private static let setKeysSource = """
        function (record) {
            const keys = $call(record[3], record[0]);
            if (keys === null || typeof keys !== 'object' && typeof keys !== 'function') throw $typeError($describe(keys) + ' is not an object');
            return keys;
        }
        """

    /// https://tc39.es/ecma262/#sec-iteratornext, the check of the result
    private static func checkStep(_ call: Arguments) -> Value {
        if call[0].isObject { return .undefined }
        return call.throwTypeError("Iterator result \(call.realm.describe(call[0])) is not an object")
    }

    // MARK: The data of a set

    private static func table(_ call: Arguments) -> Value { call.realm.internalSlot(call[0], Cell.internal0) }

    private static func setCopy(_ call: Arguments) -> Value {
        let set = call.realm.makeCollection(CellType.set, prototype: call.realm[.setPrototype])
        call.root(0, set)
        return call.realm.copyEntries(of: table(call), into: set) ? set : .exception
    }

    private static func setAdd(_ call: Arguments) -> Value {
        call.realm.insert(call.realm.tableSlot(call[0]), call[1], .undefined) ? .undefined : .exception
    }

    /// A position in a set: an array of table, index, the value that `setNext` found, and the set.
    private static func setCursor(_ call: Arguments) -> Value {
        call.realm.makeArray([table(call), Value(int32: 0), .undefined, call[0]])
    }

    private static func setNext(_ call: Arguments) -> Value {
        let realm = call.realm
        let (table, index) = realm.currentPosition(
            realm.element(call[0], 3), realm.element(call[0], 0), Int(realm.element(call[0], 1).int32))
        guard let entry = realm.nextEntry(table, index) else { return .false }
        realm.setElement(call[0], 0, table)
        realm.setElement(call[0], 1, Value(index: entry.next))
        realm.setElement(call[0], 2, entry.value)
        return .true
    }
}
