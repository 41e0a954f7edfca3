package import JavaScriptSyntax

/// `resource-exhaustion`: literal sizes that exhaust memory or time, and detours to `constructor`.
package struct ResourceExhaustionRule: Rule {
    /// Limits and switches.
    package struct Options: Sendable, Hashable {
        /// Largest literal exponent of a BigInt power.
        package var bigIntExponentMax = 10_000
        /// Largest literal size of an array.
        package var arraySizeMax = 1_000_000
        /// Largest literal size of an array that is filled.
        package var arrayFillMax = 100_000
        /// Largest literal count of `repeat`.
        package var stringRepeatMax = 100_000
        /// Whether ways to `constructor` are refused.
        package var blocksConstructorAccess = true
        /// Whether powers of BigInts are refused altogether.
        package var blocksBigIntPowers = false
        /// Whether `Array(n).fill()` may have a computed size.
        package var allowsDynamicArrayFill = false

        package init() {}
    }

    package let name = "resource-exhaustion"
    package let interests: [NodeKind] = [.binary, .call, .new, .member, .index, .declarator]

    private let options: Options

    package init(_ options: Options = Options()) { self.options = options }

    package func visit(_ id: NodeID, _ node: Syntax, _ context: inout RuleContext) {
        switch node {
        case .binary(.exponent, let left, let right): visitPower(id, left, right, &context)
        case .new(let callee, let arguments): visitArray(id, callee, arguments, &context)
        case .call(let callee, let arguments, _):
            visitArray(id, callee, arguments, &context)
            visitMethod(id, callee, arguments, &context)
        case .member(_, let property, _):
            guard options.blocksConstructorAccess, case .keyName(let name) = context.tree[property],
                context.facts.word(name) == .constructor
            else { return }
            ConstructorDetours.report(.direct, at: id, &context)
        case .index(_, let key, _):
            if options.blocksConstructorAccess { ConstructorDetours.visitIndex(id, key, &context) }
        case .declarator(let target, let value):
            if options.blocksConstructorAccess { ConstructorDetours.visitDeclarator(id, target, value, &context) }
        default: return
        }
    }

    package func finish(_ context: inout RuleContext) {
        if options.blocksConstructorAccess { ConstructorDetours.visitVariables(&context) }
    }

    // MARK: Sizes

    private func visitPower(_ id: NodeID, _ left: NodeID, _ right: NodeID, _ context: inout RuleContext) {
        let exponent = bigint(right, context)
        guard exponent != nil || bigint(left, context) != nil else { return }
        if options.blocksBigIntPowers {
            return report("BigInt exponentiation is not allowed", id, &context)
        }
        guard let size = exponent ?? number(right, context), size > Double(options.bigIntExponentMax) else { return }
        report(
            "BigInt exponent \(shown(size)) exceeds maximum allowed (\(options.bigIntExponentMax)). Large exponents can "
                + "cause CPU exhaustion.", id, &context)
    }

    private func bigint(_ id: NodeID, _ context: RuleContext) -> Double? {
        guard case .bigint(let digits) = context.tree[context.facts.unwrap(id)] else { return nil }
        return context.tree.names.utf16Count(digits) > 20 ? .infinity : Double(context.text(digits))
    }

    private func number(_ id: NodeID, _ context: RuleContext) -> Double? {
        if case .number(let value) = context.tree[context.facts.unwrap(id)] { return value }
        return nil
    }

    private func shown(_ value: Double) -> String {
        value.magnitude < 1e15 && value == value.rounded() ? String(Int(value)) : "\(value)"
    }

    private func visitArray(_ id: NodeID, _ callee: NodeID, _ arguments: NodeList, _ context: inout RuleContext) {
        guard arguments.count == 1, context.globalWord(callee) == .array,
            let size = number(context.tree[arguments, 0], context), size > Double(options.arraySizeMax)
        else { return }
        report(
            "Array size \(shown(size)) exceeds maximum allowed (\(options.arraySizeMax)). Large arrays can cause memory "
                + "exhaustion.", id, &context)
    }

    private func visitMethod(_ id: NodeID, _ callee: NodeID, _ arguments: NodeList, _ context: inout RuleContext) {
        let method = context.memberWord(callee)
        guard method == .repeat || method == .join || method == .fill, let object = context.memberObject(callee) else {
            return
        }
        if method == .repeat {
            guard !arguments.isEmpty, let count = number(context.tree[arguments, 0], context),
                count > Double(options.stringRepeatMax)
            else { return }
            return report(
                "String repeat count \(shown(count)) exceeds maximum allowed (\(options.stringRepeatMax)). Large repeats "
                    + "can cause memory exhaustion.", id, &context)
        }
        guard let size = arraySize(object, context) else { return }
        if method == .join {
            guard let size = number(size, context), size > Double(options.arraySizeMax) else { return }
            return report(
                "Array.join on \(shown(size)) elements exceeds maximum (\(options.arraySizeMax)). Large joins can cause "
                    + "memory exhaustion.", id, &context)
        }
        guard let count = number(size, context) else {
            if options.allowsDynamicArrayFill { return }
            return report(
                "Array.fill with dynamic size is not allowed. Use a literal size <= \(options.arrayFillMax) to prevent "
                    + "CPU/memory exhaustion.", id, &context)
        }
        guard count > Double(options.arrayFillMax) else { return }
        report(
            "Array.fill with \(shown(count)) elements exceeds maximum (\(options.arrayFillMax)). Large array fill "
                + "operations can cause CPU/memory exhaustion.", id, &context)
    }

    /// The only argument of `Array(n)` or `new Array(n)`.
    private func arraySize(_ id: NodeID, _ context: RuleContext) -> NodeID? {
        switch context.tree[context.facts.unwrap(id)] {
        case .new(let callee, let arguments), .call(let callee, let arguments, _):
            guard arguments.count == 1, context.globalWord(callee) == .array else { return nil }
            return context.tree[arguments, 0]
        default: return nil
        }
    }

    private func report(_ message: String, _ id: NodeID, _ context: inout RuleContext) {
        context.report(.resourceExhaustion, message, at: id)
    }
}
