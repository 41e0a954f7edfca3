// Symbols and private names. A private name is a symbol that no key enumeration shows, a registered symbol belongs
// to the table of `Symbol.for`; word 0 says which it is.
extension Realm {
    private static let publicSymbol: UInt32 = 0
    private static let privateName: UInt32 = 1
    private static let registeredSymbol: UInt32 = 2

    /// A new symbol. The description (a string or undefined) must be reachable.
    func makeSymbol(_ description: Value, isPrivate: Bool = false) -> Value {
        let symbol = allocate(32)
        writeHeader(symbol, isPrivate ? Realm.privateName : Realm.publicSymbol, CellType.symbol)
        symbol.storeBytes(of: description, toByteOffset: Cell.symbolDescription, as: Value.self)
        control.pointee.symbolCounter &+= 1
        symbol.storeBytes(of: UInt64(control.pointee.symbolCounter), toByteOffset: 16, as: UInt64.self)
        return Value(symbolOffset: offset(symbol))
    }

    func description(ofSymbol symbol: Value) -> Value {
        cell(symbol).load(fromByteOffset: Cell.symbolDescription, as: Value.self)
    }

    @inline(__always) func isPrivateName(_ symbol: UInt32) -> Bool {
        cell(at: symbol).load(as: UInt32.self) == Realm.privateName
    }

    // MARK: The registry

    /// The symbol of `Symbol.for` with this key, a string, which must be reachable.
    /// https://tc39.es/ecma262/#sec-symbol.for
    func symbol(registeredAs text: Value) -> Value {
        if !self[.symbolRegistry].isObject { self[.symbolRegistry] = makeObject(prototype: .null) }
        let registry = self[.symbolRegistry]
        let key = propertyKey(text)
        if let known = ownProperty(registry, key) { return known.value }
        let symbol = makeSymbol(text)
        cell(symbol).storeBytes(of: Realm.registeredSymbol, as: UInt32.self)
        let root = keep(symbol)
        defer { release(root) }
        createDataProperty(registry, key, symbol)
        return symbol
    }

    /// Whether a symbol comes from `Symbol.for`; its description is then its key.
    /// https://tc39.es/ecma262/#sec-keyforsymbol
    func isRegistered(symbol: Value) -> Bool { cell(symbol).load(as: UInt32.self) == Realm.registeredSymbol }

    /// `Symbol(description)`. https://tc39.es/ecma262/#sec-symboldescriptivestring
    func descriptiveString(_ symbol: Value) -> String {
        let description = description(ofSymbol: symbol)
        return "Symbol(\(description.isString ? swiftString(description) : ""))"
    }

    /// The same as a string value, with every unit of the description as it is.
    func descriptiveText(_ symbol: Value) -> Value {
        let description = description(ofSymbol: symbol)
        let units = view(description.isString ? description : self[.emptyString])
        return makeString { writer in
            writer.append("Symbol(")
            writer.append(units)
            writer.append(unit: 41)
        }
    }
}
