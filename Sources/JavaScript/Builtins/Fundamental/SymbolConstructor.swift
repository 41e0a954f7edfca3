/// https://tc39.es/ecma262/#sec-symbol-constructor
enum SymbolConstructor {
    static let object = BuiltinObject(
        constructor: .leaf("Symbol", 0, isConstructor: true, converting: [.any, .string]) {
            leaf(construct, $0, $1, $2)
        },
        prototype: .symbolPrototype, intrinsic: .symbolConstructor,
        members: [
            wellKnown("asyncIterator", .symbolAsyncIterator),
            .method("for", 1, converting: [.any, .string]) { leaf(`for`, $0, $1, $2) },
            wellKnown("hasInstance", .symbolHasInstance), wellKnown("isConcatSpreadable", .symbolIsConcatSpreadable),
            wellKnown("iterator", .symbolIterator),
            .method("keyFor", 1) { leaf(keyFor, $0, $1, $2) },
            wellKnown("match", .symbolMatch), wellKnown("matchAll", .symbolMatchAll),
            wellKnown("replace", .symbolReplace),
            wellKnown("search", .symbolSearch), wellKnown("species", .symbolSpecies), wellKnown("split", .symbolSplit),
            wellKnown("toPrimitive", .symbolToPrimitive), wellKnown("toStringTag", .symbolToStringTag),
            wellKnown("unscopables", .symbolUnscopables),
        ])

    private static func wellKnown(_ name: String, _ symbol: Intrinsic) -> BuiltinMember {
        BuiltinMember(key: .string(name), content: .intrinsic(symbol), attributes: [])
    }

    /// https://tc39.es/ecma262/#sec-symbol-description
    private static func construct(_ call: Arguments) -> Value {
        if call.isConstruct { return call.throwTypeError("Symbol is not a constructor") }
        if call[0].isUndefined { return call.realm.makeSymbol(.undefined) }
        guard let description = call.rootedString(0) else { return call.exit }
        return call.realm.makeSymbol(description)
    }

    /// https://tc39.es/ecma262/#sec-symbol.for
    private static func `for`(_ call: Arguments) -> Value {
        guard let key = call.rootedString(0) else { return call.exit }
        return call.realm.symbol(registeredAs: key)
    }

    /// https://tc39.es/ecma262/#sec-symbol.keyfor
    private static func keyFor(_ call: Arguments) -> Value {
        guard call[0].isSymbol else {
            let text = call[0].isString ? call.realm.swiftString(call[0]) : call.realm.describe(call[0])
            return call.throwTypeError("\(text) is not a symbol")
        }
        return call.realm.isRegistered(symbol: call[0]) ? call.realm.description(ofSymbol: call[0]) : .undefined
    }
}
