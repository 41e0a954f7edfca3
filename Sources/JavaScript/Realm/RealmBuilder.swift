#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Builds a realm in an empty arena: the control block, then every builtin object from `BuiltinList`.
///
/// Done once per process; later realms are copies of the result (`RealmImage`).
/// https://tc39.es/ecma262/#sec-createintrinsics
struct RealmBuilder {
    let realm: Realm
    private let table = BuiltinTable.shared

    init(arena: Arena) {
        realm = Realm(base: arena.base)
        installDispatchTable(arena.base)
        initializeControlBlock(arena)
    }

    private func initializeControlBlock(_ arena: Arena) {
        precondition(
            MemoryLayout<ControlBlock>.size <= ArenaLayout.freeLists - ArenaLayout.controlBlock
                && SizeClass.count * 4 <= ArenaLayout.intrinsics - ArenaLayout.freeLists
                && Intrinsic.allCases.count <= ArenaLayout.intrinsicsMax
                && InternalFunction.allCases.count <= ArenaLayout.internalFunctionsMax,
            "the parts of the control page overlap")
        memset(arena.base + ArenaLayout.controlBlock, 0, ArenaLayout.blockTable - ArenaLayout.controlBlock)
        let block = realm.control
        block.pointee.isBuilding = true
        block.pointee.sharedEnd = UInt32(ArenaLayout.shared)
        block.pointee.builtinEnd = UInt32(ArenaLayout.builtins)
        block.pointee.markBit = 1
        block.pointee.blockCountMax = arena.blockCountMax
        block.pointee.limit = Int.max >> 1
        block.pointee.trigger = Int.max >> 1
        block.pointee.fuel = Int.max >> 1
        block.pointee.prototypeEpoch = 1
        block.pointee.globalEpoch = 1
        block.pointee.arrayHolesSafe = true
        block.pointee.consoleCallsLeft = Int.max >> 1
        block.pointee.consoleUnitsLeft = Int.max >> 1
        block.pointee.hostCallsLeft = Int.max >> 1
        for value in [\ControlBlock.exception, \.result, \.newTarget, \.jobs, \.hostCalls] {
            block.pointee[keyPath: value] = .undefined
        }
        block.pointee.insn = 0
        ArenaLayout.rebase(arena.base)
        let empty = realm.allocateElements(0)
        block.pointee.emptyElements = realm.offset(empty)
    }

    /// Makes everything; afterwards the realm can run programs.
    func build() {
        makeBaseFrame()
        realm.inSharedArea {
            makeStrings()
            makeSymbols()
        }
        makePrototypes()
        makeShapes()
        realm.inSharedArea { makeSingleCharacters() }
        makeInternalFunctions()
        makeBuiltinObjects()
        let block = realm.control
        block.pointee.nextHostCall = 1
        block.pointee.sharedAtoms = block.pointee.atoms
        block.pointee.atoms = 0
        block.pointee.atomCount = 0
        block.pointee.isBuilding = false
    }

    /// The lowest frame: so that every frame has a caller, and the collector a FunctionData to look at.
    private func makeBaseFrame() {
        let data = realm.allocate(FunctionData.slots)
        realm.writeHeader(data, 0, CellType.functionData)
        memset(data + 8, 0, FunctionData.slots - 8)
        data.storeBytes(of: UInt(bitPattern: Stub.pc(Stub.halt)), toByteOffset: FunctionData.code, as: UInt.self)
        data.storeBytes(of: 4, toByteOffset: FunctionData.registerCount, as: UInt32.self)
        data.storeBytes(of: FunctionTemplate.Flags.native.rawValue, toByteOffset: FunctionData.flags, as: UInt32.self)
        realm[.hostGlobals] = realm.object(data)
        let fp = realm.control.pointee.stackBase + 4
        setHeader(fp, FrameHeader.callee, Value.undefined.bits)
        setHeader(fp, FrameHeader.returnPC, UInt64(UInt(bitPattern: Stub.pc(Stub.halt))))
        setHeader(fp, FrameHeader.delta, 0)
        setHeader(fp, FrameHeader.function, UInt64(realm.offset(data)))
        realm.control.pointee.fp = fp
        realm.control.pointee.pc = Stub.pc(Stub.halt)
    }

    private func makeStrings() {
        let saved = realm[.hostGlobals]
        for intrinsic in Intrinsic.allCases { realm[intrinsic] = .undefined }
        realm[.hostGlobals] = saved
        let empty = realm.string(realm.allocateLatin1(0))
        realm[.emptyString] = Value(stringOffset: realm.atom(empty))
        let atoms: [(Intrinsic, StaticString)] = [
            (.lengthAtom, "length"), (.nameAtom, "name"), (.prototypeAtom, "prototype"),
            (.constructorAtom, "constructor"), (.messageAtom, "message"),
            (.causeAtom, "cause"), (.stackAtom, "stack"), (.errorsAtom, "errors"), (.valueAtom, "value"),
            (.doneAtom, "done"), (.nextAtom, "next"),
            (.returnAtom, "return"), (.throwAtom, "throw"), (.thenAtom, "then"), (.toStringAtom, "toString"),
            (.valueOfAtom, "valueOf"),
            (.toJSONAtom, "toJSON"), (.getAtom, "get"), (.setAtom, "set"), (.enumerableAtom, "enumerable"),
            (.configurableAtom, "configurable"),
            (.writableAtom, "writable"), (.undefinedAtom, "undefined"), (.nullAtom, "null"), (.trueAtom, "true"),
            (.falseAtom, "false"),
            (.numberAtom, "number"), (.stringAtom, "string"), (.functionAtom, "function"), (.objectAtom, "object"),
            (.booleanAtom, "boolean"),
            (.symbolAtom, "symbol"), (.defaultAtom, "default"), (.calleeAtom, "callee"), (.indexAtom, "index"),
            (.inputAtom, "input"),
            (.protoAtom, "__proto__"), (.rawAtom, "raw"), (.joinAtom, "join"), (.addAtom, "add"),
        ]
        for (intrinsic, text) in atoms { realm[intrinsic] = Value(stringOffset: realm.atom(text)) }
    }

    private func makeSymbols() {
        let symbols: [(Intrinsic, StaticString)] = [
            (.symbolIterator, "Symbol.iterator"), (.symbolAsyncIterator, "Symbol.asyncIterator"),
            (.symbolHasInstance, "Symbol.hasInstance"),
            (.symbolToPrimitive, "Symbol.toPrimitive"), (.symbolToStringTag, "Symbol.toStringTag"),
            (.symbolSpecies, "Symbol.species"),
            (.symbolIsConcatSpreadable, "Symbol.isConcatSpreadable"), (.symbolUnscopables, "Symbol.unscopables"),
            (.symbolMatch, "Symbol.match"),
            (.symbolMatchAll, "Symbol.matchAll"), (.symbolReplace, "Symbol.replace"), (.symbolSearch, "Symbol.search"),
            (.symbolSplit, "Symbol.split"),
        ]
        for (intrinsic, text) in symbols {
            realm[intrinsic] = realm.makeSymbol(Value(stringOffset: realm.atom(text)))
        }
    }

    /// Strings of one unit. Their hashes are written now, since nothing may write to them later; digits are array
    /// indices and therefore no atoms.
    private func makeSingleCharacters() {
        let characters = realm.makeArray(length: 128)
        for unit in 0..<UInt8(128) {
            let text = withUnsafePointer(to: unit) { realm.string(realm.makeLatin1($0, 1)) }
            _ = realm.hash(ofString: text)
            let isDigit = 0x30...0x39 ~= unit
            realm.setElement(characters, Int(unit), isDigit ? text : Value(stringOffset: realm.atom(text)))
        }
        realm[.singleCharacters] = characters
    }

    /// A name or text of a builtin, as an atom in the shared area.
    private func text(_ text: String) -> Value { realm.internedName(text) }

    private func key(_ name: String) -> PropertyKey { realm.propertyKey(text(name)) }

    /// Makes room for so many more properties at once, with the key table in the shared area.
    private func reserve(_ count: Int, of object: Value) {
        let cell = realm.cell(object)
        let shape = realm.shape(of: cell)
        let present = Int(shape.load(fromByteOffset: Shape.entryCount, as: UInt32.self))
        let slots = Int(shape.load(as: UInt32.self)) + count
        let table = realm.copyTable(
            shape.load(fromByteOffset: Shape.table, as: UInt32.self), present, capacity: present + count)
        shape.storeBytes(of: realm.offset(table), toByteOffset: Shape.table, as: UInt32.self)
        realm.makeRoom(object, shape, slots - 1)
    }

    /// Empty objects for everything that others refer to, so that the order of the list does not matter.
    private func makePrototypes() {
        realm[.objectPrototype] = makeObject(inherits: nil, cellType: CellType.object)
        for object in BuiltinList.objects {
            guard let intrinsic = object.intrinsic, object.constructor == nil, intrinsic != .objectPrototype else {
                continue
            }
            realm[intrinsic] = makeObject(inherits: nil, cellType: object.cellType)
            // The prototypes of wrapper objects are wrappers themselves.
            switch object.cellType {
            case CellType.string: realm.setInternalSlot(realm[intrinsic], Cell.internal0, realm[.emptyString])
            case CellType.number: realm.setInternalSlot(realm[intrinsic], Cell.internal0, Value(int32: 0))
            case CellType.boolean: realm.setInternalSlot(realm[intrinsic], Cell.internal0, .false)
            default: break
            }
        }
        for object in BuiltinList.objects {
            guard let intrinsic = object.intrinsic, object.constructor == nil, let parent = object.inherits,
                intrinsic != .objectPrototype
            else { continue }
            _ = realm.setPrototype(realm[intrinsic], realm[parent])
        }
    }

    private func makeObject(inherits: Intrinsic?, cellType: UInt8) -> Value {
        let layout: (capacity: Int, offset: Int) =
            switch cellType {
            case CellType.object, CellType.global: (2, Cell.objectSlots)
            case CellType.exoticArray: (1, Cell.arraySlots)
            case CellType.native: (2, Cell.nativeSlots)
            default: (2, Cell.internalSlots)
            }
        let shape = realm.makeShape(
            prototype: inherits.map { realm[$0].offset } ?? 0, inlineCapacity: layout.capacity,
            inlineOffset: layout.offset,
            flags: Shape.unique | (cellType == CellType.global ? Shape.isGlobal : Shape.isPrototype))
        let object = realm.makeObject(shape: shape, type: cellType)
        if cellType == CellType.exoticArray {
            realm.cell(object).storeBytes(of: 0, toByteOffset: Cell.arrayLength, as: UInt64.self)
        } else if cellType == CellType.native {
            // Function.prototype itself: a function that returns undefined.
            let number = UInt64(table.number(.emptyFunction))
            realm.cell(object).storeBytes(of: number, toByteOffset: Cell.nativeID, as: UInt64.self)
        }
        return object
    }

    private func makeShapes() {
        func shape(
            _ prototype: Intrinsic, capacity: Int, offset: Int = Cell.objectSlots,
            keys: [(Intrinsic, PropertyAttributes)] = []
        ) -> Value {
            var shape = realm.rootShape(
                prototype: realm[prototype].offset, inlineCapacity: capacity, inlineOffset: offset)
            for (key, attributes) in keys { shape = realm.successor(of: shape, realm[key].offset, attributes) }
            return realm.object(shape)
        }
        let function: [(Intrinsic, PropertyAttributes)] = [(.lengthAtom, .configurable), (.nameAtom, .configurable)]
        realm[.emptyObjectShape] = shape(.objectPrototype, capacity: Realm.emptyObjectCapacity)
        realm[.arrayShape] = shape(.arrayPrototype, capacity: 1, offset: Cell.arraySlots)
        realm[.methodShape] = shape(.functionPrototype, capacity: 4, offset: Cell.functionSlots, keys: function)
        realm[.closureShape] = shape(
            .functionPrototype, capacity: 4, offset: Cell.functionSlots, keys: function + [(.prototypeAtom, .writable)])
        realm[.generatorFunctionShape] = shape(
            .generatorFunctionPrototype, capacity: 4, offset: Cell.functionSlots,
            keys: function + [(.prototypeAtom, .writable)])
        realm[.asyncGeneratorFunctionShape] = shape(
            .asyncGeneratorFunctionPrototype, capacity: 4, offset: Cell.functionSlots,
            keys: function + [(.prototypeAtom, .writable)])
        realm[.asyncFunctionShape] = shape(
            .asyncFunctionPrototype, capacity: 4, offset: Cell.functionSlots, keys: function)
        realm[.nativeShape] = shape(.functionPrototype, capacity: 2, offset: Cell.nativeSlots, keys: function)
        realm[.iteratorResultShape] = shape(
            .objectPrototype, capacity: 2, keys: [(.valueAtom, .all), (.doneAtom, .all)])
        realm[.promiseShape] = shape(.promisePrototype, capacity: 2, offset: Cell.internalSlots)
        realm[.prototypeShape] = shape(.objectPrototype, capacity: 6, keys: [(.constructorAtom, .hidden)])
    }

    private func makeInternalFunctions() {
        for function in InternalFunction.allCases {
            (realm.base + ArenaLayout.internalFunctions + function.index * 8).storeBytes(
                of: Value(lazyBuiltin: table.number(function)), as: Value.self)
        }
    }

    // MARK: Builtin objects

    private func makeBuiltinObjects() {
        realm[.globalLexicals] = makeObject(inherits: nil, cellType: CellType.global)
        reserve(BuiltinList.objects.count { $0.isGlobal } + 1, of: realm[.globalObject])
        for (object, first) in zip(BuiltinList.objects, table.firstNumbers) where object.constructor == nil {
            addMembers(object, to: object.intrinsic.map { realm[$0] } ?? makeNamespace(object), first: first)
        }
        for (object, first) in zip(BuiltinList.objects, table.firstNumbers) {
            if let function = object.constructor { makeConstructor(object, function, first: first) }
        }
        let global = realm[.globalObject]
        realm.define(global, key("globalThis"), global, .hidden)
        realm[.arrayPrototypeValues] = value(of: .symbolIterator, in: .arrayPrototype)
        realm[.arrayIteratorNext] = value(of: .nextAtom, in: .arrayIteratorPrototype)
        addRestrictedProperties()
        realm[.generatorNext] = value(of: .nextAtom, in: .generatorPrototype)
        realm[.generatorReturn] = value(of: .returnAtom, in: .generatorPrototype)
        realm[.objectPrototypeToString] = value(of: .toStringAtom, in: .objectPrototype)
        realm[.arraySpecies] = value(of: .symbolSpecies, in: .arrayConstructor)
        realm[.mapPrototypeEntries] = value(of: .symbolIterator, in: .mapPrototype)
        realm[.mapPrototypeSet] = value(of: .setAtom, in: .mapPrototype)
        realm[.mapIteratorNext] = value(of: .nextAtom, in: .mapIteratorPrototype)
        realm[.setPrototypeValues] = value(of: .symbolIterator, in: .setPrototype)
        realm[.setPrototypeAdd] = value(of: .addAtom, in: .setPrototype)
        realm[.setIteratorNext] = value(of: .nextAtom, in: .setIteratorPrototype)
        realm[.iteratorPrototypeIterator] = value(of: .symbolIterator, in: .iteratorPrototype)
        realm[.promiseSpecies] = value(of: .symbolSpecies, in: .promiseConstructor)
        realm[.promiseThen] = value(of: .thenAtom, in: .promisePrototype)
    }

    /// `caller` and `arguments` of functions throw. https://tc39.es/ecma262/#sec-addrestrictedfunctionproperties
    private func addRestrictedProperties() {
        let thrower = realm[.throwTypeError]
        for key in [Intrinsic.lengthAtom, .nameAtom] {
            realm.define(thrower, PropertyKey(atom: realm[key].offset), value(thrower, key), [])
        }
        realm.preventExtensions(thrower)
        for name in ["caller", "arguments"] {
            let accessor = realm.makeAccessor(thrower, thrower)
            realm.define(realm[.functionPrototype], key(name), accessor, [.accessor, .configurable])
        }
    }

    private func value(_ object: Value, _ key: Intrinsic) -> Value {
        realm.ownProperty(object, PropertyKey(atom: realm[key].offset))?.value ?? .undefined
    }

    private func value(of key: Intrinsic, in object: Intrinsic) -> Value {
        realm.ownProperty(realm[object], PropertyKey(atom: realm[key].offset))?.value ?? .undefined
    }

    /// `Math`, `JSON` and the like: reachable only from the global object.
    private func makeNamespace(_ object: BuiltinObject) -> Value {
        let value = makeObject(inherits: object.inherits, cellType: object.cellType)
        if object.isGlobal { defineGlobal(object.name, value) }
        return value
    }

    private func defineGlobal(_ name: String, _ value: Value) {
        realm.define(realm[.globalObject], key(name), value, .hidden)
    }

    private func makeConstructor(_ object: BuiltinObject, _ function: BuiltinFunction, first: Int) {
        let value = realm.makeBuiltinFunction(first)
        if let intrinsic = object.intrinsic { realm[intrinsic] = value }
        realm.becomePrototype(realm.cell(value))
        if let parent = object.inherits, parent != .functionPrototype { _ = realm.setPrototype(value, realm[parent]) }
        reserve(1, of: value)
        if let prototype = object.prototypeProperty {
            realm.define(value, PropertyKey(atom: realm[.prototypeAtom].offset), realm[prototype], [])
            realm.define(realm[prototype], PropertyKey(atom: realm[.constructorAtom].offset), value, .hidden)
        }
        addMembers(object, to: value, first: first + 1)
        if object.isGlobal { defineGlobal(function.name, value) }
    }

    private func addMembers(_ object: BuiltinObject, to target: Value, first: Int) {
        var number = first
        if !object.members.isEmpty { reserve(object.members.count + 2, of: target) }
        for member in object.members {
            let key: PropertyKey =
                switch member.key {
                case .string(let name): self.key(name)
                case .symbol(let symbol): PropertyKey(atom: realm[symbol].offset)
                }
            switch member.content {
            case .function:
                realm.define(target, key, Value(lazyBuiltin: number), member.attributes)
                number += 1
            case .accessor(let getter, let setter):
                let get = getter == nil ? .undefined : realm.makeBuiltinFunction(number)
                number += getter == nil ? 0 : 1
                let set = setter == nil ? .undefined : realm.makeBuiltinFunction(number)
                number += setter == nil ? 0 : 1
                realm.define(target, key, realm.makeAccessor(get, set), member.attributes.union(.accessor))
            case .number(let value): realm.define(target, key, Value(number: value), member.attributes)
            case .text(let text): realm.define(target, key, self.text(text), member.attributes)
            case .boolean(let value): realm.define(target, key, Value(value), member.attributes)
            case .intrinsic(let intrinsic): realm.define(target, key, realm[intrinsic], member.attributes)
            case .global(let name):
                let source = realm.ownProperty(realm[.globalObject], self.key(name))
                realm.define(target, key, source?.value ?? .undefined, member.attributes)
            case .alias(let other):
                let source = realm.ownProperty(target, self.key(other))
                realm.define(target, key, source?.value ?? .undefined, member.attributes)
            }
        }
    }
}

extension ArenaLayout {
    /// Renews the pointers of the control block for the place where the arena is mapped.
    static func rebase(_ base: ArenaBase) {
        let block = JavaScript.control(base)
        let stack = (base + ArenaLayout.stack).assumingMemoryBound(to: Value.self)
        block.pointee.stackBase = stack
        block.pointee.stackLimit = stack + 512
        block.pointee.stackEnd = stack + ArenaLayout.stackBytes / 8
        block.pointee.extraTop = stack
        block.pointee.leaves = BuiltinTable.shared.leaves
        block.pointee.steps = BuiltinTable.shared.steps
    }
}
