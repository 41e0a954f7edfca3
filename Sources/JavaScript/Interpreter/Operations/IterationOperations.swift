// Iteration: arrays directly while nothing has changed how they iterate, everything else by the protocol.
extension Realm {
    /// Whether iterating this value by the protocol would visit exactly its elements: an array without properties of
    /// its own, and the array iterator as it was made.
    func iteratesDirectly(_ value: Value) -> Bool {
        guard value.isObject, type(value) == CellType.array,
            cell(value).load(as: UInt32.self) == self[.arrayShape].offset
        else { return false }
        let block = control
        if block.pointee.protectorEpoch != block.pointee.prototypeEpoch { checkProtectors() }
        guard block.pointee.arrayIterationPristine else { return false }
        return isIntact(.arrayPrototype, .symbolIterator, .arrayPrototypeValues)
            && isIntact(.arrayIteratorPrototype, .nextAtom, .arrayIteratorNext)
    }

    /// The keys of the prototypes changed; the values are compared at each use.
    private func checkProtectors() {
        let block = control
        block.pointee.protectorEpoch = block.pointee.prototypeEpoch
        block.pointee.arrayIterationPristine =
            isIntact(.arrayPrototype, .symbolIterator, .arrayPrototypeValues)
            && isIntact(.arrayIteratorPrototype, .nextAtom, .arrayIteratorNext)
    }

    @inline(never) func slowIteratorInit() {
        let a = operandA
        let iterable = fp[a]
        if iteratesDirectly(iterable) {
            fp[a + 1] = Value(int32: 0)
            jump(2)
            return
        }
        if let iterator = directTableIterator(iterable) {
            fp[a] = iterator
            fp[a + 1] = Value(int32: 0)
            jump(2)
            return
        }
        switch getValue(iterable, PropertyKey(atom: self[.symbolIterator].offset)) {
        case .exception: throwNotIterable(iterable)
        case .absent: throwNotIterable(iterable)
        case .value(let method):
            guard isFunction(method) else { return throwNotIterable(iterable) }
            callFromInstruction(method, this: iterable, count: 0, stub: Stub.finishValue)
        case .getter:
            callFromInstruction(
                self[.getIterator], this: .undefined, (iterable, .undefined, .undefined), count: 1,
                stub: Stub.finishValue)
        }
    }

    func throwNotIterable(_ value: Value) { throwAndUnwind(.typeError, "\(describe(value)) is not iterable") }

    @inline(never) func slowAsyncIteratorInit() {
        callFromInstruction(
            self[.asyncIterator], this: .undefined, (fp[operandA], .undefined, .undefined), count: 1,
            stub: Stub.finishValue)
    }

    /// An iterator over a Map or Set that is asked directly; an array iterated directly that has a hole here or is no
    /// plain array any more; or an iterator of the protocol.
    @inline(never) func slowIteratorNext() {
        let a = operandA
        let position = fp[a + 1]
        guard position.isInt32 else {
            if !isFunction(position) { return throwAndUnwind(.typeError, "\(describe(position)) is not a function") }
            next()
            return
        }
        let array = fp[a]
        if type(array) == CellType.iterator {
            let value = nextOfTableIterator(array)
            if value.isHole { return jump(operandSC) }
            fp[operandB] = value
            return jump(IteratorProtocol.skip)
        }
        let index = Int(position.int32)
        if index >= length(ofArray: array) {
            jump(operandSC)
            return
        }
        fp[a + 1] = Value(int32: position.int32 &+ 1)
        switch get(array, PropertyKey(index: UInt32(truncatingIfNeeded: index))) {
        case .value(let value): fp[operandB] = value
        case .absent: fp[operandB] = .undefined
        case .getter(let getter):
            // The result lands where `finishValue` puts it for operand a; so the getter runs as if by `getElem`.
            callGetterOfElement(getter, array)
            return
        }
        jump(IteratorProtocol.skip)
    }

    /// An accessor among the elements (of a prototype): from here on the array is iterated by the protocol.
    private func callGetterOfElement(_ getter: Value, _ array: Value) {
        let a = operandA
        let iterator = makeInternalObject(CellType.iterator, prototype: self[.arrayIteratorPrototype])
        setInternalSlot(iterator, Cell.internal0, array)
        setInternalSlot(iterator, Cell.internal1, Value(int32: fp[a + 1].int32 &- 1))
        setInternalSlot(iterator, Cell.internal2, Value(int32: IterationKind.values.rawValue))
        fp[a] = iterator
        fp[a + 1] = self[.arrayIteratorNext]
        next()
    }

    // MARK: for-in

    /// https://tc39.es/ecma262/#sec-enumerate-object-properties: the keys as they are now, own first.
    @inline(never) func slowForInInit() {
        let a = operandA
        let value = fp[a]
        let list = makeArray(length: 0)
        let root = keep(list)
        if !value.isNullish {
            let object = toObject(value)
            _ = keep(object)
            fp[a + 1] = object
            collectForInKeys(object, into: list)
            let holder = makeArray([list, object])
            fp[a] = holder
        } else {
            fp[a] = makeArray([list, .undefined])
        }
        fp[a + 1] = Value(int32: 0)
        release(root)
        next()
    }

    private func collectForInKeys(_ object: Value, into list: Value) {
        var current = object
        while true {
            for (i, key) in ownKeys(current, [.strings, .enumerableOnly]).enumerated() {
                if mustStop(at: i) { return }
                if isShadowed(key, from: object, to: current) { continue }
                let root = keep(value(of: key))
                append(list, self.root(root))
                release(root)
            }
            let parent = prototype(of: current)
            if parent == 0 { return }
            current = Value(objectOffset: parent)
        }
    }

    /// Whether an object on the way to `holder` has the key too.
    private func isShadowed(_ key: PropertyKey, from object: Value, to holder: Value) -> Bool {
        var current = object
        while current.bits != holder.bits {
            charge(1)
            if ownProperty(current, key) != nil { return true }
            current = Value(objectOffset: prototype(of: current))
        }
        return false
    }

    @inline(never) func slowForInNext() {
        let a = operandA
        let list = element(fp[a], 0)
        let object = element(fp[a], 1)
        var index = Int(fp[a + 1].int32)
        let count = length(ofArray: list)
        while index < count {
            let name = element(list, index)
            index &+= 1
            charge(1)
            if hasProperty(object, propertyKey(name)) {
                fp[operandB] = name
                fp[a + 1] = Value(index: index)
                next()
                return
            }
        }
        fp[a + 1] = Value(index: index)
        jump(operandSC)
    }
}

/// What a builtin iterator yields.
enum IterationKind: Int32 {
    case keys, values, entries
}
