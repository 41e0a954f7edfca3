/// The nodes of a tree by what the scope analysis makes of them, and an estimate from above of the memory for all that.
struct TreeWeight {
    private var identifiers = 0
    private var bindings = 0
    /// Places that may assign to a variable.
    private var writes = 0
    /// Functions, and those among them that are no arrows: they may have a `this` and `arguments` of their own.
    private var functions = 0
    private var ownThis = 0
    private var classes = 0
    /// Fields, static blocks and private methods; a class that has some has up to two functions for them.
    private var elements = 0
    /// Object literals, which have a scope if they have methods; and methods, those of classes too.
    private var objects = 0
    private var methods = 0
    /// Blocks and what else opens scopes, functions and classes aside.
    private var scopes = 0
    /// Uses of what functions keep in variables only if it is used: `this`, `arguments`, `super`.
    private var specials = 0
    /// Variables without names: keys of fields, private methods, those that a derived constructor needs.
    private var unnamed = 0
    private var loops = 0
    private let nodes: Int
    private let base: Int

    /// Counts the nodes of a tree.
    init(_ tree: SyntaxTree) {
        nodes = tree.nodes.count
        base =
            nodes * TreeWeight.node + tree.nodes.wide.count * MemoryLayout<Syntax>.stride
            + tree.lists.count * MemoryLayout<NodeID>.stride + tree.names.memoryBytes
            + tree.names.count * TreeWeight.name
        for node in tree.nodes { count(node, tree) }
    }

    private mutating func count(_ node: Syntax, _ tree: SyntaxTree) {
        switch node {
        case .identifier(let name):
            identifiers += 1
            if name == .arguments { specials += 1 }
        case .bindingIdentifier: bindings += 1
        case .this, .newTarget: specials += 1
        case .superKeyword: specials += 4
        case .function(_, _, _, let flags):
            functions += 1
            if !flags.contains(.arrow) { ownThis += 1 }
            // The body has a scope of its own where parameters have expressions.
            if !flags.contains(.simpleParameters) { scopes += 1 }
        case .functionDeclaration:
            // In a block, a function may be a `var` too, and be a block itself after `if`.
            scopes += 1
            bindings += 1
        case .classExpression(let name, let superclass, _):
            classes += 1
            if !name.isNone { bindings += 1 }
            if !superclass.isNone { unnamed += 3 }
        case .method(let key, _, _, _):
            methods += 1
            if case .privateName = tree[key] {
                elements += 1
                unnamed += 2
            }
        case .field(let key, _, _):
            elements += 1
            switch tree[key] {
            case .keyComputed, .privateName: unnamed += 1
            default: return
            }
        case .staticBlock:
            elements += 1
            scopes += 1
        case .block, .switchStatement, .tryStatement: scopes += 1
        case .object: objects += 1
        case .assignment, .update, .declarator, .patternProperty, .assignmentPattern, .rest: writes += 1
        case .arrayPattern(let list): writes += Int(list.count)
        case .forStatement, .forIn, .forOf:
            loops += 1
            scopes += 2
            writes += 1
        case .whileStatement, .doWhile: loops += 1
        default: return
        }
    }

    /// Bytes that the tree and what is derived from it take at most.
    var bytes: Int {
        // Initializers and default constructors, which nobody wrote.
        let implied = min(elements, 2 * classes) + classes
        let ownThis = self.ownThis + implied + 1
        let variables = bindings + unnamed + classes + implied + min(specials, 5 * ownThis)
        let outer = functions + classes == 0 ? 0 : identifiers * MemoryLayout<OuterScope>.stride
        let scopes = self.scopes + min(objects, methods)
        let assignments = min(identifiers + bindings, writes) * 4
        let loopDepths = loops == 0 ? 0 : nodes * TreeWeight.loopDepth
        return base + loopDepths + outer + assignments + variables * TreeWeight.variable
            + (scopes + functions + implied + classes) * MemoryLayout<Scope>.stride
            + (functions + implied) * MemoryLayout<FunctionScope>.stride
            + (ownThis + scopes) * MemoryLayout<FunctionDetails>.stride + classes * MemoryLayout<ClassScope>.stride
    }

    // MARK: Bytes

    /// Every node: itself, its range, its annotation, and what the guard notes of it: its parent and some bits.
    static let node = MemoryLayout<PackedSyntax>.stride + MemoryLayout<SourceRange>.stride + 4 + 5
    /// What the guard notes of every node if there are loops: their number around it.
    private static let loopDepth = 2
    /// Each entry of the name table: the variable and the private name that it stands for, and what the guard notes.
    private static let name = 2 * MemoryLayout<VariableID>.stride + 7
    /// A variable, its place in a list of names and the entry that restores what it hid, and what the guard notes of it.
    private static let variable = MemoryLayout<Variable>.stride + 4 + 12 + 6
    /// More than any node weighs with its share of a list, names aside: a class with all that it implies.
    static let heaviestNode = 2_048
}
