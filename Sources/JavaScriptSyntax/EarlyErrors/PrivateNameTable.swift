/// Private names that the open classes declare, and uses that no class has declared yet.
///
/// A name may be used before its class declares it, so uses wait in a list for each name. When a class ends, it takes the
/// waiting uses of its names that lie in its body; what waits when the outermost class ends is an error. Every use and
/// declaration is touched a constant number of times.
///
/// https://tc39.es/ecma262/#sec-static-semantics-allprivateidentifiersvalid
struct PrivateNameTable: ~Copyable {
    /// What a member declares its private name as.
    enum Kind: UInt8, BitwiseCopyable {
        case other, getter, setter, staticGetter, staticSetter
        case accessorPair
    }

    struct Declaration: BitwiseCopyable {
        var name: NameID
        var previous: UInt32
        var classIndex: UInt32
        var kind: Kind
    }

    struct Use: BitwiseCopyable {
        var name: NameID
        var previous: UInt32
        var range: SourceRange
        var isResolved: Bool
    }

    struct Tops: BitwiseCopyable {
        var declaration: UInt32
        var use: UInt32
    }

    struct OpenClass: BitwiseCopyable {
        var declarationCount: Int
        var useCount: Int
    }

    private var tops = AppendBuffer<Tops>(capacity: 1)
    private var declarations = AppendBuffer<Declaration>(capacity: 1)
    private var uses = AppendBuffer<Use>(capacity: 1)
    private var classes = AppendBuffer<OpenClass>(capacity: 4)

    /// Whether a class body is open.
    var isInClass: Bool { classes.count > 0 }

    private mutating func ensureTops(_ name: NameID) {
        while tops.count <= Int(name.raw) { tops.append(Tops(declaration: 0, use: 0)) }
    }

    /// Opens a class body.
    mutating func openClass() {
        classes.append(OpenClass(declarationCount: declarations.count, useCount: uses.count))
    }

    /// Declares a private name in the innermost class. False if it is declared already and the two are no accessor pair.
    mutating func declare(_ name: NameID, _ kind: Kind) -> Bool {
        ensureTops(name)
        let top = tops[Int(name.raw)].declaration
        let classIndex = UInt32(truncatingIfNeeded: classes.count)
        if top != 0, declarations[Int(top) &- 1].classIndex == classIndex {
            guard isPair(declarations[Int(top) &- 1].kind, kind) else { return false }
            declarations[Int(top) &- 1].kind = .accessorPair
            return true
        }
        declarations.append(Declaration(name: name, previous: top, classIndex: classIndex, kind: kind))
        tops[Int(name.raw)].declaration = UInt32(truncatingIfNeeded: declarations.count)
        return true
    }

    private func isPair(_ first: Kind, _ second: Kind) -> Bool {
        switch (first, second) {
        case (.getter, .setter), (.setter, .getter), (.staticGetter, .staticSetter), (.staticSetter, .staticGetter):
            true
        default: false
        }
    }

    /// Notes a use of a private name. False outside of every class.
    mutating func use(_ name: NameID, at range: SourceRange) -> Bool {
        guard isInClass else { return false }
        ensureTops(name)
        uses.append(Use(name: name, previous: tops[Int(name.raw)].use, range: range, isResolved: false))
        tops[Int(name.raw)].use = UInt32(truncatingIfNeeded: uses.count)
        return true
    }

    /// Closes the innermost class body. Returns the first use that no class declares when that was the outermost one.
    mutating func closeClass() -> (name: NameID, range: SourceRange)? {
        let open = classes.last
        while declarations.count > open.declarationCount {
            let declaration = declarations.last
            let name = Int(declaration.name.raw)
            while tops[name].use != 0, Int(tops[name].use) > open.useCount {
                let index = Int(tops[name].use) &- 1
                uses[index].isResolved = true
                tops[name].use = uses[index].previous
            }
            tops[name].declaration = declaration.previous
            declarations.truncate(to: declarations.count &- 1)
        }
        classes.truncate(to: classes.count &- 1)
        guard classes.count == 0 else { return nil }
        return takeUnresolved()
    }

    private mutating func takeUnresolved() -> (name: NameID, range: SourceRange)? {
        for index in 0..<uses.count where !uses[index].isResolved { return (uses[index].name, uses[index].range) }
        uses.truncate(to: 0)
        return nil
    }
}
