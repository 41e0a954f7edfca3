/// https://tc39.es/ecma262/#sec-properties-of-the-symbol-prototype-object
enum SymbolPrototype {
    static let object = BuiltinObject(
        "Symbol.prototype", intrinsic: .symbolPrototype,
        members: [
            .getter("description") { leaf(description, $0, $1, $2) },
            .method("toString", 0) { leaf(toString, $0, $1, $2) },
            .method("valueOf", 0) { leaf({ valueOf($0, "Symbol.prototype.valueOf") }, $0, $1, $2) },
            .symbolMethod(.symbolToPrimitive, "[Symbol.toPrimitive]", 1, attributes: .configurable) {
                leaf({ valueOf($0, "Symbol.prototype [ @@toPrimitive ]") }, $0, $1, $2)
            },
            .toStringTag("Symbol"),
        ])

    /// https://tc39.es/ecma262/#sec-thissymbolvalue
    private static func thisSymbol(_ call: Arguments) -> Value? {
        if call.this.isSymbol { return call.this }
        let isWrapper = call.this.isObject && call.realm.type(call.this) == CellType.symbolObject
        return isWrapper ? call.realm.internalSlot(call.this, Cell.internal0) : nil
    }

    /// https://tc39.es/ecma262/#sec-symbol.prototype.description
    private static func description(_ call: Arguments) -> Value {
        guard let symbol = thisSymbol(call) else {
            return call.throwTypeError("Symbol.prototype.description requires that 'this' be a Symbol")
        }
        return call.realm.description(ofSymbol: symbol)
    }

    /// https://tc39.es/ecma262/#sec-symbol.prototype.tostring
    private static func toString(_ call: Arguments) -> Value {
        guard let symbol = thisSymbol(call) else {
            return call.throwTypeError("Symbol.prototype.toString requires that 'this' be a Symbol")
        }
        return call.realm.descriptiveText(symbol)
    }

    /// https://tc39.es/ecma262/#sec-symbol.prototype.valueof, https://tc39.es/ecma262/#sec-symbol.prototype-%symbol.toprimitive%
    private static func valueOf(_ call: Arguments, _ method: StaticString) -> Value {
        thisSymbol(call) ?? call.throwTypeError("\(method) requires that 'this' be a Symbol")
    }
}
