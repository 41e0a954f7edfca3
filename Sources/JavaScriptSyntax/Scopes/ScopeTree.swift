/// The scopes, variables and functions of a program, and what each identifier refers to.
///
/// ```
///  annotations   [ 0 | 5 << 1 | … ]     one word per node: the variable of an identifier, the scope of a block, …
///  scopes        [ program ][ function f ][ loop ] …     each with the list of its variables
///  variables     [ x: let, captured, slot 0 ][ i: let ] …
///  functions     [ program ][ f ][ arrow ] …
/// ```
///
/// A variable that an inner function uses is *captured*: it lives in an environment, a heap cell. All others live in
/// registers. Scopes that are entered once per entry of their parent share the parent's environment.
/// Global declarations of a script are not variables; they are listed in `globals`.
package struct ScopeTree: Sendable {
    /// Index 0 is a placeholder, so that `ScopeID.none` is zero.
    package internal(set) var scopes: ContiguousArray<Scope> = []
    /// Index 0 is a placeholder.
    package internal(set) var variables: ContiguousArray<Variable> = []
    /// Index 0 is the program.
    package internal(set) var functions: ContiguousArray<FunctionScope> = []
    /// What some functions have beside that; index 0 stands for nothing.
    var functionDetails: ContiguousArray<FunctionDetails> = [FunctionDetails()]
    /// The outer scopes of functions, in lists; index 0 is a placeholder.
    var outerScopes: ContiguousArray<OuterScope> = [OuterScope(scope: .none, next: 0)]
    /// The classes in source order.
    package internal(set) var classes: ContiguousArray<ClassScope> = []
    /// One word per node of the syntax tree; read it with the accessors below.
    package internal(set) var annotations: ContiguousArray<UInt32> = []
    /// Source offsets of all assignments to variables, ascending.
    package internal(set) var assignments: ContiguousArray<UInt32> = []
    /// What a script declares globally.
    package internal(set) var globals = GlobalNames()

    package init() {}

    /// The variable that an identifier, a binding, `this` or a private name refers to.
    @inlinable package func reference(_ node: NodeID) -> Reference { Reference(raw: annotations[Int(node.raw)]) }

    /// The scope that a node opens.
    @inlinable package func scope(of node: NodeID) -> ScopeID { ScopeID(raw: annotations[Int(node.raw)]) }

    /// The function that a `.function` node is.
    @inlinable package func function(of node: NodeID) -> FunctionID { FunctionID(raw: annotations[Int(node.raw)]) }

    /// The class that a `.classExpression` node is.
    @inlinable package func `class`(of node: NodeID) -> ClassID { ClassID(raw: annotations[Int(node.raw)]) }

    @inlinable package subscript(id: ScopeID) -> Scope { scopes[Int(id.raw)] }
    @inlinable package subscript(id: VariableID) -> Variable { variables[Int(id.raw)] }
    @inlinable package subscript(id: FunctionID) -> FunctionScope { functions[Int(id.raw)] }
    @inlinable package subscript(id: ClassID) -> ClassScope { classes[Int(id.raw)] }

    /// Whether some variable is assigned within a source range. Logarithmic.
    package func hasAssignment(in range: SourceRange) -> Bool {
        var low = 0
        var high = assignments.count
        while low < high {
            let middle = (low &+ high) / 2
            if assignments[middle] < range.start { low = middle &+ 1 } else { high = middle }
        }
        return low < assignments.count && assignments[low] < range.end
    }
}

/// Identity of a scope within its tree.
package struct ScopeID: Hashable, Sendable {
    package let raw: UInt32
    package static let none = ScopeID(raw: 0)
    @inlinable package init(raw: UInt32) { self.raw = raw }
    @inlinable package var isNone: Bool { raw == 0 }
}

/// Identity of a variable within its tree.
package struct VariableID: Hashable, Sendable {
    package let raw: UInt32
    package static let none = VariableID(raw: 0)
    @inlinable package init(raw: UInt32) { self.raw = raw }
    @inlinable package var isNone: Bool { raw == 0 }
}

/// Identity of a function within its tree.
package struct FunctionID: Hashable, Sendable {
    package let raw: UInt32
    package static let program = FunctionID(raw: 0)
    @inlinable package init(raw: UInt32) { self.raw = raw }
}

/// Identity of a class within its tree.
package struct ClassID: Hashable, Sendable {
    package let raw: UInt32
    @inlinable package init(raw: UInt32) { self.raw = raw }
}

/// What an identifier refers to: a variable, and whether the access may come before its initialisation.
package struct Reference: Hashable, Sendable {
    package let raw: UInt32
    /// The annotation of a function declaration in a block whose hoisted binding (Annex B) is global.
    package static let global = Reference(raw: .max)
    @inlinable package init(raw: UInt32) { self.raw = raw }
    /// None for a global binding.
    @inlinable package var variable: VariableID { VariableID(raw: raw >> 1) }
    @inlinable package var isUnresolved: Bool { raw == 0 }
    /// The access needs a test of the temporal dead zone.
    @inlinable package var isChecked: Bool { raw & 1 != 0 }
}

/// A variable, or a value that the language keeps like one.
package struct Variable: Sendable {
    package enum Kind: UInt8, Sendable {
        case `var`
        case function
        case parameter
        case `let`
        case const
        case `class`
        case catchParameter
        /// The name of a function expression inside itself: immutable, assignments are ignored in sloppy code.
        case functionName
        /// The name of a class inside itself.
        case className
        /// `this` of a function.
        case this
        case newTarget
        /// The running function, for `super(…)`.
        case callee
        case arguments
        /// The object that `super` starts from: a prototype, a constructor or an object literal.
        case home
        /// The function that adds the fields and private methods of a class to an instance.
        case initializer
        case privateName
        /// The function of a private method or accessor.
        case privateMethod
        /// The evaluated key of a field with a computed name.
        case fieldKey
    }

    package struct Flags: OptionSet, Sendable {
        package let rawValue: UInt8
        @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }
        /// Used by an inner function: lives in an environment.
        package static let captured = Flags(rawValue: 1)
        /// Assigned after its initialisation.
        package static let assigned = Flags(rawValue: 2)
        /// Has a temporal dead zone.
        package static let deadZone = Flags(rawValue: 4)
        /// Some access is checked: the variable must hold `uninitialized` until it is initialised.
        package static let checked = Flags(rawValue: 8)
        /// May be read before anything is assigned to it: must start as undefined.
        package static let startsUndefined = Flags(rawValue: 16)
        /// Certainly assigned wherever the walk is from now on.
        package static let definite = Flags(rawValue: 32)
        /// Some expression uses it.
        package static let used = Flags(rawValue: 64)
    }

    package var name: NameID
    package var kind: Kind
    package var flags: Flags = []
    package var scope: ScopeID
    package var function: FunctionID
    /// Next variable of the same scope.
    package var next = VariableID.none
    /// Source offset from which the variable is initialised.
    package var initializedAt: UInt32 = 0
    /// Clause of the `switch` block that declares it.
    package var switchCase: UInt32 = 0
    /// Slot in the environment of `environment`, when captured.
    package var slot: UInt32 = 0
    /// The scope whose environment holds it, when captured.
    package var environment = ScopeID.none
    /// For `var x` beside a parameter `x` in its own scope: the parameter it starts with.
    package var parameter = VariableID.none

    /// Assignments throw a TypeError.
    @inlinable package var isConstant: Bool { kind == .const || kind == .className }
    @inlinable package var isCaptured: Bool { flags.contains(.captured) }
}

/// A scope.
package struct Scope: Sendable {
    package enum Kind: UInt8, Sendable {
        /// Parameters, and the body unless it has its own scope.
        case function
        /// Body of a function whose parameters contain expressions.
        case body
        case block
        /// Head of a `for (let …;;)`: copied for each iteration.
        case loop
        /// Head of a `for (let … of …)` or `in`: new for each iteration.
        case iteration
        /// The names of such a head while its right side is evaluated: never initialised.
        case iterationDeadZone
        case switchBlock
        case catchClause
        case `class`
        /// An object literal with methods.
        case object
        /// A static block of a class; holds its `var` names too.
        case staticBlock
    }

    package var kind: Kind
    /// The two Booleans below.
    private(set) var marks: Marks = []
    /// Loops between the start of the function and this scope; `Parser.nestingLimit` bounds them.
    package var loopDepth: UInt16
    package var parent: ScopeID
    package var function: FunctionID
    package var firstVariable = VariableID.none
    package var lastVariable = VariableID.none
    /// Where the scope begins in the source.
    package var start: UInt32
    /// The scope that owns the environment of its captured variables; itself or an ancestor.
    package var environment = ScopeID.none
    /// Number of captured variables in the environment that this scope owns; none means there is no environment.
    package var slotCount: UInt32 = 0
    /// `super` of instance methods (or of an object literal's methods).
    package var home = VariableID.none
    /// `super` of static methods.
    package var staticHome = VariableID.none
    /// The clause that the analysis is in, for a switch block.
    var currentCase: UInt32 = 0
    /// The last function that was found to use it.
    var lastUser = FunctionID.program

    struct Marks: OptionSet, Sendable {
        let rawValue: UInt8
        static let functions = Marks(rawValue: 1)
        static let earlyClosures = Marks(rawValue: 2)
    }

    init(kind: Kind, parent: ScopeID, function: FunctionID, loopDepth: UInt16, start: UInt32) {
        self.kind = kind
        self.loopDepth = loopDepth
        self.parent = parent
        self.function = function
        self.start = start
    }
}

extension Scope {
    /// Declares functions that are initialised on entry.
    package var hasFunctions: Bool {
        get { marks.contains(.functions) }
        set { if newValue { marks.insert(.functions) } else { marks.remove(.functions) } }
    }
    /// A loop head whose initializers contain functions that may capture it.
    package var hasEarlyClosures: Bool {
        get { marks.contains(.earlyClosures) }
        set { if newValue { marks.insert(.earlyClosures) } else { marks.remove(.earlyClosures) } }
    }
}

/// A class.
package struct ClassScope: Sendable {
    package var node: NodeID
    package var scope: ScopeID
    /// The name inside the class; none for an anonymous class.
    package var name = VariableID.none
    /// Explicit or implied.
    package var constructor = FunctionID.program
    /// The `.function` of an explicit constructor.
    package var constructorNode = NodeID.none
    /// Holds the closure of `instanceInitializer`; none if no instance element exists.
    package var initializer = VariableID.none
    package var instanceInitializer: FunctionID?
    package var staticInitializer: FunctionID?
}

/// Names that a script declares globally.
package struct GlobalNames: Sendable {
    package var lexical: [(name: NameID, isConst: Bool)] = []
    package var variables: [NameID] = []
    package var functions: [NameID] = []
}
