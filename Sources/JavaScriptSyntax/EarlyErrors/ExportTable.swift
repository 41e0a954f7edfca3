/// What a module exports: the exported names, which must differ, and the local names, which must be declared.
///
/// https://tc39.es/ecma262/#sec-module-semantics-static-semantics-early-errors
struct ExportTable: ~Copyable {
    /// A local name that an export refers to.
    struct Local: BitwiseCopyable {
        var name: NameID
        var range: SourceRange
    }

    /// Whether the name of each index is exported.
    private var exported = AppendBuffer<Bool>(capacity: 1)
    private(set) var locals = AppendBuffer<Local>(capacity: 1)

    /// Adds an exported name. False if there is one already.
    mutating func export(_ name: NameID) -> Bool {
        while exported.count <= Int(name.raw) { exported.append(false) }
        if exported[Int(name.raw)] { return false }
        exported[Int(name.raw)] = true
        return true
    }

    /// Drops the references from `start` on, which turned out to name exports of another module.
    mutating func forgetLocals(from start: Int) { locals.truncate(to: start) }

    /// Adds a reference to a declaration of the module.
    mutating func refer(to name: NameID, at range: SourceRange) { locals.append(Local(name: name, range: range)) }
}
