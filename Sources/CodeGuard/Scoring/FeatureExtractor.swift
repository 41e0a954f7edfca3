import JavaScriptSyntax

/// Gathers `Features` from a tree in two passes over its nodes: loop depths from parents down, then calls and names.
struct FeatureExtractor {
    private let facts: ProgramFacts
    private let source: SourceText
    private let callTool: [NameID]
    /// Loops around each node; empty if there are no loops.
    private var depths: ContiguousArray<UInt16> = []
    private var toolResults: Set<NameID> = []
    private var isSeen: ContiguousArray<Bool>
    private var features = Features()
    private var namesInLoops: Set<String> = []
    private var staticNames: Set<String> = []
    private var categories: UInt8 = 0
    private var tree: SyntaxTree { facts.tree }

    static func extract(_ facts: ProgramFacts, _ source: SourceText) -> Features {
        var extractor = FeatureExtractor(facts, source)
        extractor.run()
        return extractor.features
    }

    private init(_ facts: ProgramFacts, _ source: SourceText) {
        self.facts = facts
        let tree = facts.tree
        self.source = source
        callTool = ["callTool", "__safe_callTool"].compactMap { tree.names.lookup(JSText($0)) }
        isSeen = ContiguousArray(repeating: false, count: tree.names.count)
    }

    private mutating func run() {
        features.lineCount = source.lineCount
        measureLoops()
        for raw in 1..<tree.nodes.count { visit(NodeID(raw: UInt32(truncatingIfNeeded: raw))) }
        features.toolsInLoops = namesInLoops.sorted()
        features.uniqueToolsCount = staticNames.count
        features.categories = SensitiveCategory.allCases.filter { categories & SensitiveNames.bit($0) != 0 }
    }

    /// Children lie before their parents, so a walk backwards meets each parent first.
    private mutating func measureLoops() {
        let nodes = tree.nodes
        if !nodes.contains(where: FeatureExtractor.isLoop) { return }
        var depths = ContiguousArray<UInt16>(repeating: 0, count: nodes.count)
        for raw in stride(from: nodes.count - 1, to: 0, by: -1) {
            let parent = facts.rawParent(raw)
            depths[raw] = depths[parent] &+ (FeatureExtractor.isLoop(nodes[parent]) ? 1 : 0)
        }
        self.depths = depths
    }

    private static func isLoop(_ node: Syntax) -> Bool {
        switch node {
        case .forStatement, .forIn, .forOf, .whileStatement, .doWhile: true
        default: false
        }
    }

    private func unwrap(_ id: NodeID) -> NodeID { facts.unwrap(id) }

    private mutating func visit(_ id: NodeID) {
        switch tree[id] {
        case .call(let callee, let arguments, _): visitCall(id, callee, arguments)
        case .string(let name): noteString(name)
        case .directive(let name): noteString(name)
        case .member(_, let property, _):
            if case .keyName(let name) = tree[property] { noteName(name) }
        case .number(let value): if value > 1_000 { features.maxLimit = max(features.maxLimit, value) }
        case .declarator(let target, let value): noteResult(target, value)
        case .forOf(_, let right, _, _):
            if case .identifier(let name) = tree[unwrap(right)], toolResults.contains(name) {
                features.iteratesOverToolResults = true
            }
        default: return
        }
    }

    // MARK: Names

    private mutating func noteString(_ name: NameID) {
        features.maxStringLength = max(features.maxStringLength, tree.names.utf16Count(name))
        noteName(name)
    }

    private mutating func noteName(_ name: NameID) {
        if isSeen[Int(name.raw)] { return }
        isSeen[Int(name.raw)] = true
        let found = SensitiveNames.categories(of: name, in: facts.tree.names)
        if found == 0 { return }
        categories |= found
        if features.fieldsAccessed.count < Features.fieldsMax {
            features.fieldsAccessed.append(String(decoding: tree.text(name).utf16.prefix(200), as: UTF16.self))
        }
    }

    // MARK: Calls

    private func isToolCall(_ callee: NodeID) -> Bool {
        guard case .identifier(let name) = tree[unwrap(callee)] else { return false }
        return callTool.contains(name)
    }

    private mutating func noteResult(_ target: NodeID, _ value: NodeID) {
        guard case .bindingIdentifier(let name) = tree[target], case .await(let call) = tree[unwrap(value)],
            case .call(let callee, _, _) = tree[unwrap(call)], isToolCall(callee)
        else { return }
        toolResults.insert(name)
    }

    private mutating func visitCall(_ id: NodeID, _ callee: NodeID, _ arguments: NodeList) {
        let depth = depths.isEmpty ? 0 : Int(depths[Int(id.raw)])
        features.maxLoopNesting = max(features.maxLoopNesting, depth)
        guard isToolCall(callee) else { return }
        features.totalToolCalls += 1
        var name = "<dynamic>"
        var isStatic = false
        if !arguments.isEmpty, case .string(let text) = tree[unwrap(tree[arguments, 0])] {
            name = shown(text)
            isStatic = true
        }
        if isStatic {
            if staticNames.count < Features.toolCallsMax { staticNames.insert(name) }
            if depth > 0, namesInLoops.count < Features.toolCallsMax { namesInLoops.insert(name) }
        }
        var call = Arguments()
        if arguments.count > 1, case .object(let properties) = tree[unwrap(tree[arguments, 1])] {
            read(properties, &call)
        }
        guard features.toolCalls.count < Features.toolCallsMax else { return }
        features.toolCalls.append(
            ToolCallFeature(
                toolName: name, traits: ToolNameTraits(name), isStaticName: isStatic, argumentKeys: call.keys,
                stringLiterals: call.strings,
                numericLiterals: call.numbers, loopDepth: depth,
                line: source.position(of: tree.range(id).start).line))
    }

    private struct Arguments {
        var keys: [String] = []
        var strings: [String] = []
        var numbers: [Double] = []
    }

    /// Most properties of one argument that are described.
    private static let propertiesMax = 1_000
    /// Longest name or string that is kept, in UTF-16 code units.
    private static let unitsMax = 500

    private func shown(_ name: NameID) -> String {
        if tree.names.utf16Count(name) <= FeatureExtractor.unitsMax { return tree.names.string(name) }
        return String(decoding: tree.text(name).utf16.prefix(FeatureExtractor.unitsMax), as: UTF16.self)
    }

    private static let limitKeys: Set<String> = ["limit", "pagesize", "count", "max", "top", "size", "take"]

    private func isLimit(_ key: String) -> Bool { FeatureExtractor.limitKeys.contains(key.lowercased()) }

    private mutating func read(_ properties: NodeList, _ call: inout Arguments) {
        var hasLimit = false
        for property in tree[properties].prefix(FeatureExtractor.propertiesMax) {
            let key: NodeID
            var value = NodeID.none
            switch tree[property] {
            case .property(let name, let content): (key, value) = (name, unwrap(content))
            case .method(let name, _, _, _): key = name
            case .shorthand(let identifier): key = identifier
            default: continue
            }
            switch tree[key] {
            case .keyName(let name), .keyString(let name), .identifier(let name):
                noteName(name)
                call.keys.append(shown(name))
                if tree.names.utf16Count(name) <= 8, isLimit(call.keys[call.keys.count - 1]) { hasLimit = true }
            default: break
            }
            switch tree[value] {
            case .string(let text): call.strings.append(shown(text))
            case .number(let number): call.numbers.append(number)
            default: continue
            }
        }
        if hasLimit, let largest = call.numbers.max() { features.maxLimit = max(features.maxLimit, largest) }
    }
}
