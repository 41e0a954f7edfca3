/// Finds the scopes, variables and references of a program in one walk over its tree.
///
/// The names of a scope are declared when the walk enters it, so that a reference resolves at once: `current` maps each
/// name to the variable that is visible now, and leaving a scope restores what it hid. Time is linear in the size of
/// the tree. The tree must come from the parser, whose early errors have been checked.
/// Source: https://tc39.es/ecma262/#sec-syntax-directed-operations-scope-analysis
package struct ScopeAnalyzer {
    let tree: SyntaxTree
    var result = ScopeTree()

    /// The visible variable of each name.
    var current: ContiguousArray<VariableID>
    /// The visible private name of each name.
    var currentPrivate: ContiguousArray<VariableID>
    /// What the open scopes have hidden.
    var hidden: ContiguousArray<(name: NameID, variable: VariableID, isPrivate: Bool)> = []
    /// Open functions by nesting depth.
    var functionStack: ContiguousArray<FunctionID> = []
    var function = FunctionID.program
    var scope = ScopeID.none
    /// Loops around the walk within the function.
    var loopDepth: UInt16 = 0
    /// Statements around the walk, within the function, that may not run to their end.
    var conditionalDepth = 0
    /// Nodes of left spines that wait for their right parts.
    var spine: ContiguousArray<NodeID> = []
    /// Lexical declarations around a nested block, by name; filled only to decide Annex B hoisting.
    var blockingDeclarations: ContiguousArray<UInt16> = []
    /// Whether the walk over the last statement list found functions in nested blocks.
    var sawBlockFunction = false
    /// Assignments were met in another order than that of the source.
    var isUnordered = false
    let argumentsName: NameID?
    let kind: ProgramKind

    /// Stands for the `arguments` of the innermost ordinary function until someone uses it.
    static let pendingArguments = VariableID(raw: .max)

    /// Analyses a whole program.
    package static func analyze(_ tree: SyntaxTree) -> ScopeTree {
        var analyzer = ScopeAnalyzer(tree)
        analyzer.program()
        analyzer.assignEnvironments()
        if analyzer.isUnordered { analyzer.result.assignments.sort() }
        return analyzer.result
    }

    private init(_ tree: SyntaxTree) {
        self.tree = tree
        current = ContiguousArray(repeating: .none, count: tree.names.count)
        currentPrivate = current
        argumentsName = tree.names.lookup(JSText("arguments"))
        kind = if case .program(_, let kind, _) = tree[tree.root] { kind } else { .script }
        let start = SourceRange(start: 0, end: 0)
        result.annotations = ContiguousArray(repeating: 0, count: tree.nodes.count)
        // As many as there can be: room that is not written to costs no memory, moving to a larger array does.
        result.scopes.reserveCapacity(DensityLimit.roomMax(tree, stride: MemoryLayout<Scope>.stride))
        result.variables.reserveCapacity(DensityLimit.roomMax(tree, stride: MemoryLayout<Variable>.stride))
        result.functions.reserveCapacity(tree.nodes.wide.count + 4)
        result.functionDetails.reserveCapacity(tree.nodes.wide.count + 4)
        result.outerScopes.reserveCapacity(tree.nodes.count / 2 + 4)
        result.assignments.reserveCapacity(tree.nodes.count / 2 + 4)
        hidden.reserveCapacity(tree.nodes.count + 4)
        result.scopes.append(Scope(kind: .block, parent: .none, function: .program, loopDepth: 0, start: start.start))
        result.variables.append(Variable(name: .empty, kind: .var, scope: .none, function: .program))
    }

    // MARK: Scopes

    /// Opens a scope; `leaveScope` with the returned mark closes it.
    mutating func enterScope(_ kind: Scope.Kind, start: UInt32) -> (mark: Int, outer: ScopeID) {
        let id = ScopeID(raw: UInt32(truncatingIfNeeded: result.scopes.count))
        result.scopes.append(Scope(kind: kind, parent: scope, function: function, loopDepth: loopDepth, start: start))
        let outer = scope
        scope = id
        return (hidden.count, outer)
    }

    mutating func leaveScope(_ state: (mark: Int, outer: ScopeID)) {
        restoreNames(to: state.mark)
        scope = state.outer
    }

    mutating func restoreNames(to mark: Int) {
        while hidden.count > mark {
            let entry = hidden.removeLast()
            if entry.isPrivate {
                currentPrivate[Int(entry.name.raw)] = entry.variable
            } else {
                current[Int(entry.name.raw)] = entry.variable
            }
        }
    }

    /// Adds a variable without making it visible.
    mutating func makeVariable(_ kind: Variable.Kind, name: NameID, in scope: ScopeID) -> VariableID {
        let id = VariableID(raw: UInt32(truncatingIfNeeded: result.variables.count))
        let owner = result.scopes[Int(scope.raw)]
        result.variables.append(Variable(name: name, kind: kind, scope: scope, function: owner.function))
        if owner.firstVariable.isNone {
            result.scopes[Int(scope.raw)].firstVariable = id
        } else {
            result.variables[Int(owner.lastVariable.raw)].next = id
        }
        result.scopes[Int(scope.raw)].lastVariable = id
        return id
    }

    mutating func show(_ variable: VariableID, as name: NameID) {
        hidden.append((name, current[Int(name.raw)], false))
        current[Int(name.raw)] = variable
    }

    /// Declares a name in the current scope, or finds it there.
    @discardableResult
    mutating func declare(_ name: NameID, _ kind: Variable.Kind) -> VariableID {
        let visible = current[Int(name.raw)]
        if !visible.isNone && visible != Self.pendingArguments {
            let variable = result.variables[Int(visible.raw)]
            if variable.scope == scope && variable.kind != .functionName { return visible }
        }
        let variable = makeVariable(kind, name: name, in: scope)
        show(variable, as: name)
        return variable
    }

    /// Declares a name with a temporal dead zone that ends at `initializedAt`.
    mutating func declareLexical(_ name: NameID, _ kind: Variable.Kind, initializedAt: UInt32) {
        let variable = Int(declare(name, kind).raw)
        result.variables[variable].flags.insert(.deadZone)
        result.variables[variable].initializedAt = initializedAt
        result.variables[variable].switchCase = result.scopes[Int(scope.raw)].currentCase
    }

    // MARK: References

    struct Access: OptionSet {
        let rawValue: UInt8
        static let read = Access(rawValue: 1)
        static let write = Access(rawValue: 2)
    }

    /// Resolves an identifier.
    mutating func reference(_ node: NodeID, _ name: NameID, _ access: Access) {
        var variable = current[Int(name.raw)]
        if variable == Self.pendingArguments { variable = makeArguments() }
        if variable.isNone { return }
        let position = tree.range(node).start
        let isChecked = use(variable, at: position, access)
        result.annotations[Int(node.raw)] = variable.raw << 1 | (isChecked ? 1 : 0)
    }

    /// Notes a use of a variable by the current function. Returns whether it may come before the initialisation.
    @discardableResult
    mutating func use(_ id: VariableID, at position: UInt32, _ access: Access) -> Bool {
        let index = Int(id.raw)
        let variable = result.variables[index]
        var position = position
        result.variables[index].flags.insert(.used)
        if access.contains(.write) {
            result.variables[index].flags.insert(.assigned)
            if let last = result.assignments.last, last > position { isUnordered = true }
            result.assignments.append(position)
        }
        if variable.function != function {
            capture(id)
            let depth = Int(result.functions[Int(variable.function.raw)].depth)
            position = result.functions[Int(functionStack[depth + 1].raw)].createdAt
        } else if variable.kind == .var, access.contains(.read), !variable.flags.contains(.definite) {
            result.variables[index].flags.insert(.startsUndefined)
        }
        guard variable.flags.contains(.deadZone) else { return false }
        let owner = result.scopes[Int(variable.scope.raw)]
        let isChecked =
            position < variable.initializedAt
            || (owner.kind == .switchBlock && owner.currentCase != variable.switchCase)
        if isChecked { result.variables[index].flags.insert(.checked) }
        return isChecked
    }

    private mutating func capture(_ id: VariableID) {
        let index = Int(id.raw)
        result.variables[index].flags.formUnion([.captured, .startsUndefined])
        let scope = Int(result.variables[index].scope.raw)
        if result.scopes[scope].lastUser == function { return }
        result.scopes[scope].lastUser = function
        result.addOuterScope(result.variables[index].scope, to: function)
    }

    // MARK: Environments

    /// Decides which scopes own environments and numbers their slots.
    private mutating func assignEnvironments() {
        for index in 1..<result.scopes.count {
            let scope = result.scopes[index]
            let parent = result.scopes[Int(scope.parent.raw)]
            let isShared =
                scope.kind != .function && scope.kind != .loop && !scope.parent.isNone
                && parent.function == scope.function && parent.loopDepth == scope.loopDepth
            result.scopes[index].environment = isShared ? parent.environment : ScopeID(raw: UInt32(index))
        }
        for index in 1..<result.variables.count where result.variables[index].isCaptured {
            let owner = result.scopes[Int(result.variables[index].scope.raw)].environment
            result.variables[index].environment = owner
            result.variables[index].slot = result.scopes[Int(owner.raw)].slotCount
            result.scopes[Int(owner.raw)].slotCount &+= 1
        }
    }
}
