/// A function: one from the source, the program, or one that a class definition implies.
package struct FunctionScope: Sendable {
    /// Where a function comes from.
    package enum Kind: UInt8, Sendable {
        case program
        case ordinary
        /// Adds fields and private methods to `this`.
        case instanceInitializer
        /// Static fields and static blocks, with the class as `this`.
        case staticInitializer
        /// Constructor of a class that declares none.
        case defaultConstructor
    }

    /// Where it comes from.
    package var kind: Kind
    /// A static member of a class.
    package var isStatic = false
    /// Creates closures.
    package var hasClosures = false
    /// A parameter has a default or a computed key.
    package var hasParameterExpressions = false
    /// `.function`, `.program` or `.classExpression`.
    package var node: NodeID
    /// How it was written.
    package var flags: FunctionFlags
    /// Nesting depth, which `Parser.nestingLimit` bounds; the program has 0.
    package var depth: UInt16
    /// The function around it; the program is its own.
    package var parent: FunctionID
    /// Where its parameters are declared, and the names of its body unless that has a scope of its own.
    package var scope: ScopeID
    /// Where its outer scopes begin in `ScopeTree.outerScopes`; zero for none.
    var firstOuterScope: UInt32 = 0
    /// Uses variables of outer functions.
    package var hasOuterScopes: Bool { firstOuterScope != 0 }
    /// Its place in `ScopeTree.functionDetails`; zero for none.
    fileprivate var details: UInt32 = 0
    /// Source offset before which the function cannot run.
    package var createdAt: UInt32
    /// The nearest function around it (or itself) that is not an arrow function: whose `this` it uses.
    package var thisFunction: FunctionID

    init(
        kind: Kind, node: NodeID, flags: FunctionFlags, depth: UInt16, parent: FunctionID, scope: ScopeID,
        createdAt: UInt32, thisFunction: FunctionID
    ) {
        self.kind = kind
        self.node = node
        self.flags = flags
        self.depth = depth
        self.parent = parent
        self.scope = scope
        self.createdAt = createdAt
        self.thisFunction = thisFunction
    }
}

/// What many functions lack, kept apart: programs may be made of tiny functions.
package struct FunctionDetails: Sendable {
    /// The class of a constructor or initializer.
    package var classID: ClassID?
    /// The scope of the class or object literal that it is a method of.
    package var homeScope = ScopeID.none
    /// `this`, if it is used inside; arrow functions have none of their own.
    package var thisVariable = VariableID.none
    /// `new.target`, if it is used inside.
    package var newTargetVariable = VariableID.none
    /// The function itself, if `super(…)` needs it.
    package var calleeVariable = VariableID.none
    /// The arguments object, if it is used inside.
    package var argumentsVariable = VariableID.none
    /// The name of a function expression, if it is used inside.
    package var selfVariable = VariableID.none
    /// Where the body declares its names, if the parameters contain expressions.
    package var bodyScope = ScopeID.none

    /// Nothing of all that.
    package init() {}
}

/// A scope of an outer function with variables that a function uses.
struct OuterScope: Sendable {
    let scope: ScopeID
    /// The next one in `ScopeTree.outerScopes`; zero for none.
    let next: UInt32
}

extension ScopeTree {
    /// The part of a function that is kept apart.
    package func details(of function: FunctionID) -> FunctionDetails {
        functionDetails[Int(functions[Int(function.raw)].details)]
    }

    /// Changes the part of a function that is kept apart.
    mutating func changeDetails(of function: FunctionID, _ change: (inout FunctionDetails) -> Void) {
        var place = Int(functions[Int(function.raw)].details)
        if place == 0 {
            place = functionDetails.count
            functionDetails.append(FunctionDetails())
            functions[Int(function.raw)].details = UInt32(truncatingIfNeeded: place)
        }
        change(&functionDetails[place])
    }

    /// Scopes of outer functions with variables that a function uses; may contain a scope more than once.
    package func outerScopes(of function: FunctionID) -> [ScopeID] {
        var scopes: [ScopeID] = []
        var place = Int(functions[Int(function.raw)].firstOuterScope)
        while place != 0 {
            scopes.append(outerScopes[place].scope)
            place = Int(outerScopes[place].next)
        }
        return scopes
    }

    /// Adds to the outer scopes of a function.
    mutating func addOuterScope(_ scope: ScopeID, to function: FunctionID) {
        let index = Int(function.raw)
        outerScopes.append(OuterScope(scope: scope, next: functions[index].firstOuterScope))
        functions[index].firstOuterScope = UInt32(truncatingIfNeeded: outerScopes.count - 1)
    }
}
