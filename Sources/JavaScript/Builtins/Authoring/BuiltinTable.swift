import Synchronization

/// Functions of the engine that operations and compiled code call, by name; they are properties of no object.
enum InternalFunction: String, CaseIterable {
    /// `(value, Conversion)`: converts an object operand.
    case convert = "%convert%"
    /// Runs a leaf builtin again after its operands have been converted.
    case coerce = "%coerce%"
    /// `(x, y, Operation)`: a binary or unary operator with an object operand.
    case operate = "%operate%"
    /// `(object, key, operation, value)`: property access with a key that is an object.
    case access = "%access%"
    /// `(value, constructor)`: `instanceof`.
    case instanceOf = "%instanceOf%"
    /// `(target, source, ...excludedKeys)`
    case copyDataProperties = "%copyDataProperties%"
    /// Job of a promise reaction or thenable.
    case promiseJob = "%promiseJob%"
    /// `(iterable)`: an async iterator over it.
    case asyncIterator = "%asyncIterator%"
    /// `(iterable)`: its iterator, where a getter has to run to find the method.
    case getIterator = "%getIterator%"
    /// `(iterable, method)`: an array of the values.
    case iteratorToList = "%iteratorToList%"
    /// Resolving functions of a promise; the promise is their data.
    case promiseResolveFunction = "%promiseResolveFunction%"
    case promiseRejectFunction = "%promiseRejectFunction%"
    /// `(constructor)`: an array of promise, resolve and reject.
    case newPromiseCapability = "%newPromiseCapability%"
    case capabilityExecutor = "%capabilityExecutor%"
    /// `(constructor, value)`
    case promiseResolve = "%promiseResolve%"
    /// `(object, default)`
    case speciesConstructor = "%speciesConstructor%"
    /// `this` = name of a host function, arguments of the call: a promise of the answer.
    case hostCall = "%hostCall%"
    /// `JSON.stringify` as it was made.
    case stringify = "%stringify%"
    /// `(target, iterable, adder)`: the loops of the constructors of Map and Set
    case addEntries = "%addEntries%"
    case addValues = "%addValues%"
    /// `()`: an empty Map or Set
    case newMap = "%newMap%"
    case newSet = "%newSet%"
    /// `(map, key, value)`: appends to the array under a key
    case groupInto = "%groupInto%"
    /// `(set, other, method)`: an array of other, size, has and keys: GetSetRecord
    case setRecord = "%setRecord%"
    /// `(record)`: the iterator of the keys of a set record
    case setKeys = "%setKeys%"
    /// `(result)`: throws unless a result of an iterator is an object
    case checkStep = "%checkStep%"
    /// `(value)`: whether it is a Set
    case isSet = "%isSet%"
    /// `(set, …)`: the data of a Set, untouched by what a program does to its methods
    case setCopy = "%setCopy%"
    case setSize = "%setSize%"
    case setHas = "%setHas%"
    case setAdd = "%setAdd%"
    case setDelete = "%setDelete%"
    /// `(set)`: a position in it; `(position)`: moves to the next value
    case setCursor = "%setCursor%"
    case setNext = "%setNext%"
    /// `(errors)`: the AggregateError of `Promise.any`
    case aggregateError = "%aggregateError%"
    /// `()`: %Promise%
    case promise = "%promise%"
    /// `(message)`: a new TypeError
    case typeError = "%typeError%"
    /// `(message)`: a new RangeError
    case rangeError = "%rangeError%"
    /// `(value)`: ToObject
    case toObject = "%toObject%"
    /// `(value)`: ToLength
    case toLength = "%toLength%"
    /// `(value)`: ToIntegerOrInfinity
    case toInteger = "%toInteger%"
    /// `(value)`: ToPropertyKey
    case toPropertyKey = "%toPropertyKey%"
    /// `()`: %Array%
    case arrayConstructor = "%arrayConstructor%"
    /// `(value)`: IsArray, IsConstructor
    case isArray = "%isArray%"
    case isConstructor = "%isConstructor%"
    /// `(function, this, ...arguments)`
    case call = "%call%"
    /// `(value)`: text of a value for a message
    case describe = "%describe%"
    /// `()`: the well-known symbols
    case iteratorSymbol = "%iteratorSymbol%"
    case asyncIteratorSymbol = "%asyncIteratorSymbol%"
    /// `(prototype)`: OrdinaryObjectCreate
    case createObject = "%createObject%"
    /// `(object, key, value)`: CreateDataPropertyOrThrow
    case createDataProperty = "%createDataProperty%"
    /// `(object, key, descriptor)`: DefinePropertyOrThrow with a descriptor of data properties
    case defineOwnProperty = "%defineOwnProperty%"
    /// `(value)`: the number that ArraySetLength sets, or a RangeError
    case toArrayLength = "%toArrayLength%"
    /// `(object, properties)`: ObjectDefineProperties
    case defineProperties = "%defineProperties%"
    /// `(object)`: a descriptor of data properties, read in the order of ToPropertyDescriptor
    case toPropertyDescriptor = "%toPropertyDescriptor%"
    /// `(object)`: an array of all own keys, or of the strings among them
    case ownKeys = "%ownKeys%"
    case ownNames = "%ownNames%"
    /// `(object, key)`: whether it is an own property and enumerable
    case isEnumerable = "%isEnumerable%"
    /// `(array, value)`: appends to an array that no program sees
    case append = "%append%"
    /// `(length)`: ArrayCreate
    case newArray = "%newArray%"
    /// `(original, length)`: ArraySpeciesCreate
    case arraySpeciesCreate = "%arraySpeciesCreate%"
    /// `(value)`: IsConcatSpreadable
    case isConcatSpreadable = "%isConcatSpreadable%"
    /// `(target, index, source)`: appends the elements of an array; the next index
    case flattenInto = "%flattenInto%"
    /// `(object)`: whether an outer call of `join` is at work on it
    case isJoining = "%isJoining%"
    /// `(strings, separator)`
    case joinStrings = "%joinStrings%"
    /// `(value)`: the method of `Symbol.iterator` or `Symbol.asyncIterator`, undefined if it has none
    case iteratorMethod = "%iteratorMethod%"
    case asyncIteratorMethod = "%asyncIteratorMethod%"
    /// `(value)`: whether iterating it would visit exactly the elements of an array
    case iteratesDirectly = "%iteratesDirectly%"

    /// `(iterator, callback?)`, `(iterator, limit)`: the operands of an iterator helper, checked
    case checkIterator = "%checkIterator%"
    case checkLimit = "%checkLimit%"
    /// `(iterator, next)`: IteratorStep
    case iteratorStep = "%iteratorStep%"
    /// `(iterator, generator)`: an Iterator Helper
    case iteratorHelper = "%iteratorHelper%"
    /// `(iterator, next)`: an iterator that inherits from %Iterator.prototype%
    case wrapIterator = "%wrapIterator%"
    case isIterator = "%isIterator%"
    /// `(value, acceptsStrings)`: GetIteratorFlattenable
    case iteratorFlattenable = "%iteratorFlattenable%"
    /// `(iterator)`: IteratorClose, and for a throw completion
    case closeIterator = "%closeIterator%"
    case closeQuietly = "%closeQuietly%"
    /// `(iterator, callback, value, counter)`
    case callOrClose = "%callOrClose%"
    case isObject = "%isObject%"
    /// Called as `Function.prototype`.
    case emptyFunction = "%emptyFunction%"
    case throwTypeError = "%throwTypeError%"

    /// Position in `allCases`: the tag of a case without payload, which `BuiltinTable` checks when it is made.
    @inline(__always) var index: Int { Int(unsafeBitCast(self, to: UInt8.self)) }
}

/// Every builtin function of the engine, numbered: the arena holds only numbers, so a realm can be moved.
///
/// Numbers follow the order of `BuiltinList`, and are the same in every process of one version of the engine.
final class BuiltinTable: @unchecked Sendable {
    static let shared = BuiltinTable()

    private(set) var functions: [BuiltinFunction] = []
    let leaves: UnsafeMutablePointer<LeafFunction>
    let steps: UnsafeMutablePointer<StepFunction>
    /// Code of every resumable builtin: `nativeStep 0; nativeStep 1; …`.
    let stepCode: PC
    /// First number of the members of each object, parallel to `BuiltinList.objects`.
    private(set) var firstNumbers: [Int] = []
    private let internalNumbers: [Int]
    /// Numbers of the generic forms, by the number of their leaf.
    private let genericNumbers: [Int: Int]
    /// Units of the builtins written in JavaScript, compiled on first use and kept.
    private let scripts = Mutex<[Int: CodeUnit]>([:])

    static let stepCountMax = 64

    private init() {
        var all: [BuiltinFunction] = []
        var firsts: [Int] = []
        for object in BuiltinList.objects {
            firsts.append(all.count)
            if let constructor = object.constructor { all.append(constructor) }
            for member in object.members {
                switch member.content {
                case .function(let function): all.append(function)
                case .accessor(let getter, let setter): all += [getter, setter].compactMap { $0 }
                default: break
                }
            }
        }
        var numbers: [Int] = []
        for (index, function) in InternalFunction.allCases.enumerated() {
            precondition(function.index == index, "internal functions are numbered by their tags")
            numbers.append(all.count)
            all.append(BuiltinList.internalFunctions[function] ?? BuiltinTable.missing)
        }
        var generics: [Int: Int] = [:]
        for (number, function) in all.enumerated() {
            guard let generic = function.genericFunction else { continue }
            generics[number] = all.count
            all.append(generic)
        }
        genericNumbers = generics
        functions = all
        firstNumbers = firsts
        internalNumbers = numbers
        leaves = .allocate(capacity: all.count)
        steps = .allocate(capacity: all.count)
        for (i, function) in all.enumerated() {
            var leaf: LeafFunction = { _, _, _ in Value.undefined.bits }
            var step: StepFunction = { _, _, _ in Value.undefined.bits }
            switch function.code {
            case .leaf(let code, _): leaf = code
            case .steps(let code, _, _, _): step = code
            case .script: break
            }
            (leaves + i).initialize(to: leaf)
            (steps + i).initialize(to: step)
        }
        let code = UnsafeMutablePointer<UInt64>.allocate(capacity: BuiltinTable.stepCountMax)
        for i in 0..<BuiltinTable.stepCountMax {
            (code + i).initialize(to: UInt64(Opcode.nativeStep.rawValue) | UInt64(i) << 16)
        }
        stepCode = PC(code)
    }

    private static let missing = BuiltinFunction.leaf("missing", 0) { _, _, _ in Value.undefined.bits }

    /// Number of an internal function.
    func number(_ function: InternalFunction) -> Int { internalNumbers[function.index] }

    /// Number of the generic form of a leaf.
    func genericNumber(_ number: Int) -> Int? { genericNumbers[number] }

    /// Conversions of a leaf builtin: `this` first.
    func conversions(_ number: Int) -> [Conversion] {
        if case .leaf(_, let converting) = functions[number].code { return converting }
        return []
    }

    /// Compiled form of a builtin written in JavaScript.
    func script(_ number: Int) -> CodeUnit? {
        guard case .script(let source) = functions[number].code else { return nil }
        return scripts.withLock { units in
            if let unit = units[number] { return unit }
            let unit = try? Compiler.compileBuiltin(source: source, name: functions[number].name, number: number)
            if let unit { units[number] = unit }
            return unit
        }
    }
}
