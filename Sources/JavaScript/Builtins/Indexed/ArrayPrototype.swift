/// https://tc39.es/ecma262/#sec-properties-of-the-array-prototype-object
///
/// A function that calls user code only for unusual receivers is a leaf for plain arrays with a generic form, to the
/// letter of the specification, in JavaScript. A function with a callback is resumable and has both in one.
enum ArrayPrototype {
    static let object = BuiltinObject(
        "Array.prototype", intrinsic: .arrayPrototype, cellType: CellType.exoticArray,
        members: searching + callbacks + mutation + copying + views)

    private static let searching: [BuiltinMember] = [
        .method("at", 1, generic: .script(atSource)) { leaf(at, $0, $1, $2) },
        .method("includes", 1, generic: .script(includesSource)) { leaf(includes, $0, $1, $2) },
        .method("indexOf", 1, generic: .script(indexOfSource)) { leaf(indexOf, $0, $1, $2) },
        .method("lastIndexOf", 1, generic: .script(lastIndexOfSource)) { leaf(lastIndexOf, $0, $1, $2) },
    ]

    private static let callbacks: [BuiltinMember] = [
        .method("every", 1, parameters: 2, slots: 6) { steps({ visit($0, $1, .every) }, $0, $1, $2) },
        .method("filter", 1, parameters: 2, slots: 6) { steps({ visit($0, $1, .filter) }, $0, $1, $2) },
        .method("find", 1, parameters: 2, slots: 6) { steps({ visit($0, $1, .find) }, $0, $1, $2) },
        .method("findIndex", 1, parameters: 2, slots: 6) { steps({ visit($0, $1, .findIndex) }, $0, $1, $2) },
        .method("findLast", 1, parameters: 2, slots: 6) { steps({ visit($0, $1, .findLast) }, $0, $1, $2) },
        .method("findLastIndex", 1, parameters: 2, slots: 6) { steps({ visit($0, $1, .findLastIndex) }, $0, $1, $2) },
        .method("flatMap", 1, parameters: 2, slots: 6) { steps({ visit($0, $1, .flatMap) }, $0, $1, $2) },
        .method("forEach", 1, parameters: 2, slots: 6) { steps({ visit($0, $1, .forEach) }, $0, $1, $2) },
        .method("map", 1, parameters: 2, slots: 6) { steps({ visit($0, $1, .map) }, $0, $1, $2) },
        .method("reduce", 1, parameters: 2, slots: 3) { steps({ reduce($0, $1, backwards: false) }, $0, $1, $2) },
        .method("reduceRight", 1, parameters: 2, slots: 3) { steps({ reduce($0, $1, backwards: true) }, $0, $1, $2) },
        .method("some", 1, parameters: 2, slots: 6) { steps({ visit($0, $1, .some) }, $0, $1, $2) },
    ]

    private static let mutation: [BuiltinMember] = [
        .method("copyWithin", 2, generic: .script(copyWithinSource)) { leaf(copyWithin, $0, $1, $2) },
        .method("fill", 1, generic: .script(fillSource)) { leaf(fill, $0, $1, $2) },
        .method("pop", 0, generic: .script(popSource)) { leaf(pop, $0, $1, $2) },
        .method("push", 1, generic: .script(pushSource)) { leaf(push, $0, $1, $2) },
        .method("reverse", 0, generic: .script(reverseSource)) { leaf(reverse, $0, $1, $2) },
        .method("shift", 0, generic: .script(shiftSource)) { leaf(shift, $0, $1, $2) },
        .method(
            "sort", 1, generic: .steps({ steps({ sort($0, $1, copies: false) }, $0, $1, $2) }, parameters: 1, slots: 10)
        ) {
            leaf(sortPlain, $0, $1, $2)
        },
        .method("splice", 2, generic: .script(spliceSource)) { leaf(splice, $0, $1, $2) },
        .method("unshift", 1, generic: .script(unshiftSource)) { leaf(unshift, $0, $1, $2) },
    ]

    private static let copying: [BuiltinMember] = [
        .method("concat", 1, generic: .script(concatSource)) { leaf(concat, $0, $1, $2) },
        .method("flat", 0, generic: .script(flatSource)) { leaf(flat, $0, $1, $2) },
        .method("slice", 2, generic: .script(sliceSource)) { leaf(slice, $0, $1, $2) },
        .method("toReversed", 0, generic: .script(toReversedSource)) { leaf(toReversed, $0, $1, $2) },
        .method("toSorted", 1, parameters: 1, slots: 10) { steps({ sort($0, $1, copies: true) }, $0, $1, $2) },
        .method("toSpliced", 2, generic: .script(toSplicedSource)) { leaf(toSpliced, $0, $1, $2) },
        .method("with", 2, generic: .script(withSource)) { leaf(with, $0, $1, $2) },
    ]

    private static let views: [BuiltinMember] = [
        .method("entries", 0) { leaf({ iterator($0, .entries) }, $0, $1, $2) },
        .method("join", 1, generic: .script(joinSource)) {
            leaf({ join($0, array: $0.this, separator: $0[0]) }, $0, $1, $2)
        },
        .method("keys", 0) { leaf({ iterator($0, .keys) }, $0, $1, $2) },
        .method("toLocaleString", 0, script: toLocaleStringSource),
        .method("toString", 0, parameters: 0, slots: 1) { steps(toString, $0, $1, $2) },
        .method("values", 0) { leaf({ iterator($0, .values) }, $0, $1, $2) },
        .symbolAlias(.symbolIterator, of: "values"),
        BuiltinMember(
            key: .symbol(.symbolUnscopables), content: .intrinsic(.arrayUnscopables), attributes: .configurable),
    ]

    /// https://tc39.es/ecma262/#sec-array.prototype-%symbol.unscopables%
    static let unscopables = BuiltinObject(
        "Array.prototype[Symbol.unscopables]", intrinsic: .arrayUnscopables, inherits: nil,
        members: [
            "at", "copyWithin", "entries", "fill", "find", "findIndex", "findLast", "findLastIndex", "flat", "flatMap",
            "includes", "keys",
            "toReversed", "toSorted", "toSpliced", "values",
        ].map { BuiltinMember(key: .string($0), content: .boolean(true), attributes: .all) })

    /// https://tc39.es/ecma262/#sec-createarrayiterator
    private static func iterator(_ call: Arguments, _ kind: IterationKind) -> Value {
        let realm = call.realm
        let object = realm.toObject(call.this)
        if object.isException { return .exception }
        call.root(0, object)
        let iterator = realm.makeInternalObject(CellType.iterator, prototype: realm[.arrayIteratorPrototype])
        realm.setInternalSlot(iterator, Cell.internal0, object)
        realm.setInternalSlot(iterator, Cell.internal1, Value(int32: 0))
        realm.setInternalSlot(iterator, Cell.internal2, Value(int32: kind.rawValue))
        return iterator
    }
}
