import JavaScriptSyntax

/// Index of a register in the frame.
typealias Register = Int

/// Compiles the functions of a program, one after the other.
///
/// Registers are a stack: `this`, parameters, the variables of the open scopes, then temporaries.
///
/// ```
///  r0    r1 … rN      …            localsTop …        nextRegister …
///  this  parameters   variables   │ temporaries      │ free
/// ```
///
/// A register from `localsTop` on may be overwritten at any time while its value is computed ("scratch"); a variable's
/// register is written by the last instruction only, because the expression may read it and may throw.
struct FunctionCompiler {
    typealias Label = Assembler.Label

    /// A function that waits to be compiled.
    struct Pending {
        var id: FunctionID
        var name: JSText
    }

    /// A compiled function, before its template is made.
    struct Finished {
        var parts: FunctionTemplate.Parts
        /// Indices in the code unit.
        var children: [Int]
    }

    /// The first error.
    struct Failure {
        var message: String
        var offset: UInt32
    }

    let tree: SyntaxTree
    let scopes: ScopeTree
    let syntax: SyntaxQueries
    let options: Compiler.Options
    private(set) var finished: [Finished] = []
    private(set) var failure: Failure?
    private var queue: [Pending] = []
    private var texts: ContiguousArray<JSText?>

    /// The register of each variable of the current function that is not captured.
    var registers: ContiguousArray<UInt16>
    /// The register that holds the environment of each scope.
    var environmentRegisters: ContiguousArray<UInt16>

    // The function being compiled.
    var function = FunctionID.program
    var info: FunctionScope
    var details = FunctionDetails()
    /// Where the source of the current function starts.
    private(set) var sourceStart: UInt32 = 0
    /// The variable that holds `this`, unless it is simply r0.
    private(set) var thisVariable = VariableID.none
    /// `this` is that of a derived constructor: uninitialised until `super()` returns.
    private(set) var thisIsChecked = false
    var assembler = Assembler(usesLongJumps: false)
    var slots: SlotTable
    private var children: [Int] = []
    var parameterCount = 0
    var nextRegister = 0
    var localsTop = 0
    var registerMax = 0
    /// Most registers that must survive a suspension.
    var liveMax = 0
    /// Number of `yield` and `yield*` so far.
    var yieldCount = 0
    /// The innermost environment.
    var environment = 0
    /// The generator or the frame cell of an async function.
    var suspendable = 0
    /// Where a derived constructor returns: at its end, because the errors of that are not caught inside.
    var derivedReturn: (label: Label, value: Register)?
    /// The completion value of a script.
    var completion: Register?
    var controls: [Control] = []
    /// Labels of the statement that is about to be compiled.
    var pendingLabels: [NameID] = []
    /// Where the innermost optional chain goes when it is cut short.
    var optionalExit: Label?
    /// Stack of chain nodes; see `chain`.
    var spine: ContiguousArray<NodeID> = []
    /// Keys of the object literal in hand, by name.
    var literalKeys: ContiguousArray<UInt32>
    var literalCount: UInt32 = 0

    init(tree: SyntaxTree, scopes: ScopeTree, options: Compiler.Options) {
        self.tree = tree
        self.scopes = scopes
        syntax = SyntaxQueries(tree: tree, scopes: scopes)
        self.options = options
        texts = ContiguousArray(repeating: nil, count: tree.names.count)
        registers = ContiguousArray(repeating: 0, count: scopes.variables.count)
        environmentRegisters = ContiguousArray(repeating: 0, count: scopes.scopes.count)
        slots = SlotTable(nameCount: tree.names.count)
        literalKeys = ContiguousArray(repeating: 0, count: tree.names.count)
        info = scopes[FunctionID.program]
    }

    // MARK: Functions

    /// Compiles the program and all its functions.
    mutating func compileAll() {
        queue.append(Pending(id: .program, name: JSText("")))
        var next = 0
        while next < queue.count && failure == nil {
            let pending = queue[next]
            let waiting = queue.count
            compile(pending, usesLongJumps: false)
            if assembler.needsLongJumps {
                queue.removeSubrange(waiting...)
                compile(pending, usesLongJumps: true)
            }
            finish(pending)
            next += 1
        }
    }

    private mutating func compile(_ pending: Pending, usesLongJumps: Bool) {
        function = pending.id
        info = scopes[pending.id]
        details = scopes.details(of: pending.id)
        sourceStart = sourceRange().start
        thisVariable = scopes.details(of: info.thisFunction).thisVariable
        thisIsChecked = scopes[info.thisFunction].flags.contains(.derivedConstructor)
        assembler = Assembler(usesLongJumps: usesLongJumps)
        slots.reset()
        children = []
        parameterCount = 0
        nextRegister = 1
        localsTop = 1
        registerMax = 1
        liveMax = 0
        yieldCount = 0
        completion = nil
        derivedReturn = nil
        controls.removeAll(keepingCapacity: true)
        pendingLabels = []
        optionalExit = nil
        compileFunction()
    }

    private mutating func finish(_ pending: Pending) {
        assembler.placeConstants(at: slots.constantBase)
        var parts = FunctionTemplate.Parts()
        parts.name = pending.name
        parts.length = declaredLength()
        parts.parameterCount = parameterCount
        parts.registerCount = registerMax
        parts.flags = templateFlags()
        // A builtin is no constructor. https://tc39.es/ecma262/#sec-ecmascript-standard-built-in-objects
        if options.isSelfHosted { parts.flags.remove(.constructor) }
        parts.range = sourceRange()
        parts.slots = slots.slots
        parts.handlers = assembler.handlers
        parts.code = assembler.code
        parts.positions = assembler.positions
        parts.variableNames = assembler.variableNames
        finished.append(Finished(parts: parts, children: children))
    }

    /// Queues an inner function. Returns its index among the children.
    mutating func addChild(_ id: FunctionID, name: JSText) -> Int {
        children.append(queue.count)
        queue.append(Pending(id: id, name: name))
        return children.count - 1
    }

    // MARK: Errors

    /// Notes an error; compilation ends after the current function.
    @inline(never)
    mutating func fail(_ message: String, at offset: UInt32) {
        if failure == nil { failure = Failure(message: message, offset: offset) }
    }

    // MARK: Text

    /// The text of a name, made once.
    mutating func text(_ name: NameID) -> JSText {
        if let text = texts[Int(name.raw)] { return text }
        let text = tree.text(name)
        texts[Int(name.raw)] = text
        return text
    }

    /// Source offset of a node.
    func offset(_ node: NodeID) -> UInt32 { tree.range(node).start }

    // MARK: Registers

    /// Takes the next free register.
    mutating func temporary() -> Register {
        let register = nextRegister
        nextRegister = register + 1
        if nextRegister > registerMax { reserve(nextRegister) }
        return register
    }

    /// Takes two registers in a row.
    mutating func temporaryPair() -> Register {
        let register = temporary()
        _ = temporary()
        return register
    }

    /// Takes a register that stays until the open scope ends.
    mutating func local() -> Register {
        let register = temporary()
        localsTop = nextRegister
        return register
    }

    /// Makes sure that the frame has at least `count` registers.
    mutating func reserve(_ count: Int) {
        if count <= registerMax { return }
        registerMax = count
        if count > FunctionTemplate.registerLimit { failRegisters() }
    }

    @inline(never)
    private mutating func failRegisters() {
        fail("the function needs too many registers", at: sourceStart)
        // Nothing that is emitted from here on will run.
        nextRegister = min(nextRegister, FunctionTemplate.registerLimit)
        registerMax = FunctionTemplate.registerLimit
    }

    /// Whether a register may be overwritten before its value is complete.
    func isScratch(_ register: Register) -> Bool { register >= localsTop }

    /// Whether a register is scratch and the newest one, so that a call window may start there.
    func isTop(_ register: Register) -> Bool { register >= localsTop && register + 1 == nextRegister }

    /// `target` if it can serve as the first of a run of temporaries, else a new temporary.
    mutating func scratch(for target: Register) -> Register { isTop(target) ? target : temporary() }

    mutating func move(_ source: Register, to target: Register) {
        if source != target { assembler.emit(.mov, target, source) }
    }
}
