/// The declarations in force while a program is parsed, to find names that are declared twice.
///
/// Every question is answered in constant time from the newest entry of the name, because scopes nest:
///
/// - `lexical` entries (let, const, class, function in a block, parameter, catch parameter, import) form a stack that is
///   cut when their scope ends; each points to the entry of the same name that it hides.
/// - `variable` entries (var, and functions at the top of a function) hold the offset of the newest declaration of a name
///   in one function. A block that opened at or before that offset and is still open contains the declaration.
///
/// https://tc39.es/ecma262/#sec-block-static-semantics-early-errors and its siblings
struct DeclarationTable: ~Copyable {
    /// What sort of lexical declaration an entry is.
    enum Kind: UInt8, BitwiseCopyable {
        case lexical
        /// A plain function in a block of sloppy mode code, which may be declared again.
        case sloppyBlockFunction
        case parameter
        /// A catch parameter that is a plain identifier, which `var` may declare again.
        case simpleCatchParameter
    }

    struct Lexical: BitwiseCopyable {
        var name: NameID
        var previous: UInt32
        var scope: UInt32
        var kind: Kind
    }

    struct Variable: BitwiseCopyable {
        var name: NameID
        var previous: UInt32
        var functionScope: UInt32
        var lastOffset: UInt32
    }

    struct Scope: BitwiseCopyable {
        var openOffset: UInt32
        var lexicalCount: UInt32
        var variableCount: UInt32
        /// The function scope outside a function scope; unused in others.
        var outerFunctionScope: UInt32
        var isFunction: Bool
    }

    /// Index plus one of the newest entry of each name; zero for none.
    struct Tops: BitwiseCopyable {
        var lexical: UInt32
        var variable: UInt32
    }

    private var tops = AppendBuffer<Tops>(capacity: 128)
    private var lexicals = AppendBuffer<Lexical>(capacity: 64)
    private var variables = AppendBuffer<Variable>(capacity: 32)
    private var scopes = AppendBuffer<Scope>(capacity: 32)
    /// Index of the innermost function, module, script or static block scope.
    private var functionScope: UInt32 = 0

    private var currentScope: UInt32 { UInt32(truncatingIfNeeded: scopes.count &- 1) }

    /// Whether the current scope is that of a function, script, module or static block.
    var isAtFunctionLevel: Bool { currentScope == functionScope }

    /// Whether no function, static block or field initializer is open.
    var isInOutermostFunction: Bool { functionScope == 0 }

    /// Opens a scope at a source offset.
    mutating func open(at offset: UInt32, isFunction: Bool) {
        scopes.append(
            Scope(
                openOffset: offset, lexicalCount: UInt32(truncatingIfNeeded: lexicals.count),
                variableCount: UInt32(truncatingIfNeeded: variables.count), outerFunctionScope: functionScope,
                isFunction: isFunction))
        if isFunction { functionScope = currentScope }
    }

    /// Closes the innermost scope and forgets what it declares.
    mutating func close() {
        let scope = scopes.last
        while lexicals.count > Int(scope.lexicalCount) {
            let entry = lexicals.last
            tops[Int(entry.name.raw)].lexical = entry.previous
            lexicals.truncate(to: lexicals.count &- 1)
        }
        if scope.isFunction {
            while variables.count > Int(scope.variableCount) {
                let entry = variables.last
                tops[Int(entry.name.raw)].variable = entry.previous
                variables.truncate(to: variables.count &- 1)
            }
            functionScope = scope.outerFunctionScope
        }
        scopes.truncate(to: scopes.count &- 1)
    }

    private mutating func ensureTops(_ name: NameID) {
        while tops.count <= Int(name.raw) { tops.append(Tops(lexical: 0, variable: 0)) }
    }

    /// Declares a let, const, class, block function, catch parameter or import. False if the scope has the name already.
    mutating func declareLexical(_ name: NameID, kind: Kind = .lexical) -> Bool {
        ensureTops(name)
        let top = tops[Int(name.raw)]
        if top.lexical != 0 {
            let entry = lexicals[Int(top.lexical) &- 1]
            if entry.scope == currentScope {
                return kind == .sloppyBlockFunction && entry.kind == .sloppyBlockFunction
            }
        }
        if top.variable != 0 {
            let entry = variables[Int(top.variable) &- 1]
            if entry.functionScope == functionScope, entry.lastOffset >= scopes.last.openOffset { return false }
        }
        pushLexical(name, kind, hiding: top.lexical)
        return true
    }

    private mutating func pushLexical(_ name: NameID, _ kind: Kind, hiding previous: UInt32) {
        lexicals.append(Lexical(name: name, previous: previous, scope: currentScope, kind: kind))
        tops[Int(name.raw)].lexical = UInt32(truncatingIfNeeded: lexicals.count)
    }

    /// Declares a parameter of the function whose scope is current. False if it has one of that name.
    mutating func declareParameter(_ name: NameID) -> Bool {
        ensureTops(name)
        let top = tops[Int(name.raw)].lexical
        if top != 0, lexicals[Int(top) &- 1].scope == currentScope { return false }
        pushLexical(name, .parameter, hiding: top)
        return true
    }

    /// Declares a var at a source offset. False if a scope between here and the function declares the name lexically.
    mutating func declareVariable(_ name: NameID, at offset: UInt32) -> Bool {
        ensureTops(name)
        let top = tops[Int(name.raw)]
        var known: UInt32 = 0
        var isKnown = false
        if top.variable != 0 {
            let entry = variables[Int(top.variable) &- 1]
            isKnown = entry.functionScope == functionScope
            known = entry.lastOffset
        }
        var index = top.lexical
        while index != 0 {
            let entry = lexicals[Int(index) &- 1]
            if entry.scope < functionScope { break }
            if entry.kind != .parameter, entry.kind != .simpleCatchParameter { return false }
            // A var declared since this scope opened was checked against everything outside of it.
            if isKnown, known >= scopes[Int(entry.scope)].openOffset { break }
            index = entry.previous
        }
        recordVariable(name, at: offset, isKnown: isKnown)
        return true
    }

    /// Declares a function at the top of a function or script, where it behaves as a var.
    mutating func declareTopLevelFunction(_ name: NameID, at offset: UInt32) -> Bool {
        declareVariable(name, at: offset)
    }

    private mutating func recordVariable(_ name: NameID, at offset: UInt32, isKnown: Bool) {
        if isKnown {
            variables[Int(tops[Int(name.raw)].variable) &- 1].lastOffset = offset
            return
        }
        variables.append(
            Variable(
                name: name, previous: tops[Int(name.raw)].variable, functionScope: functionScope, lastOffset: offset))
        tops[Int(name.raw)].variable = UInt32(truncatingIfNeeded: variables.count)
    }

    /// Whether the outermost scope declares a name: what a module may export.
    func isDeclaredAtTopLevel(_ name: NameID) -> Bool {
        guard Int(name.raw) < tops.count else { return false }
        return tops[Int(name.raw)].lexical != 0 || tops[Int(name.raw)].variable != 0
    }
}
