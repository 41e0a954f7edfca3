// Symbols and private names. A private name is a symbol that no key enumeration shows; word 0 says which it is.
extension Realm {
    private static let publicSymbol: UInt32 = 0
    private static let privateName: UInt32 = 1

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

    /// `Symbol(description)`. https://tc39.es/ecma262/#sec-symboldescriptivestring
    func descriptiveString(_ symbol: Value) -> String {
        let description = description(ofSymbol: symbol)
        return "Symbol(\(description.isString ? swiftString(description) : ""))"
    }
}
