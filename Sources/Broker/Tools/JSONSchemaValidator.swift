internal import JSON

/// One way in which a value does not fit a schema.
struct SchemaViolation: Error, Hashable, Sendable {
    /// Dot path from the value's name, such as `arguments.users.0.name`.
    let field: String
    /// What is expected there, such as `must be at most 100`. It names no value that was found.
    let reason: String
}

extension JSONSchema {
    /// Most violations that one validation reports.
    static let violationsMaximum = 8
    /// Most pairs of value and subschema that one validation looks at.
    static let stepsMaximum = 1_000_000

    /// Tells how a value does not fit; empty if it fits.
    ///
    /// - Parameter name: what the fields of violations start with.
    func violations(of value: JSONValue, name: String) -> [SchemaViolation] {
        var validator = JSONSchemaValidator(nodes: nodes, stepsLeft: Self.stepsMaximum)
        var path = [name]
        validator.check(value, against: 0, path: &path)
        if validator.stepsLeft <= 0, validator.violations.isEmpty {
            return [SchemaViolation(field: name, reason: "is too large to be checked")]
        }
        return validator.violations
    }
}

/// The state of one validation. Every subschema is visited at most once per value, and steps are counted.
private struct JSONSchemaValidator {
    let nodes: [JSONSchema.Node]
    var stepsLeft: Int
    var violations: [SchemaViolation] = []

    private var isExhausted: Bool { stepsLeft <= 0 || violations.count >= JSONSchema.violationsMaximum }

    init(nodes: [JSONSchema.Node], stepsLeft: Int) {
        self.nodes = nodes
        self.stepsLeft = stepsLeft
    }

    private mutating func report(_ path: [String], _ reason: String) {
        guard violations.count < JSONSchema.violationsMaximum else { return }
        violations.append(SchemaViolation(field: path.joined(separator: "."), reason: reason))
    }

    mutating func check(_ value: JSONValue, against position: Int, path: inout [String]) {
        guard !isExhausted else { return }
        stepsLeft -= 1
        guard stepsLeft > 0 else { return report(path, "is too large to be checked") }
        let node = nodes[position]
        guard node.allows else { return report(path, "is not allowed") }
        if let types = node.types, !types.contains(where: { $0.matches(value) }) {
            return report(path, "must be \(types.map(\.phrase).joined(separator: " or "))")
        }
        if let constant = node.constant, constant != value {
            report(path, "must be \(constant)")
        }
        if let enumeration = node.enumeration, !enumeration.contains(value) {
            let choices = enumeration.prefix(20).map(\.description).joined(separator: ", ")
            report(path, "must be one of \(choices)\(enumeration.count > 20 ? ", …" : "")")
        }
        switch value {
        case .integer, .number:
            checkNumber(value.doubleValue ?? .nan, node, path)
        case .string(let text):
            checkString(text, node, path)
        case .array(let items):
            checkArray(items, node, &path)
        case .object(let members):
            checkObject(members, node, &path)
        case .null, .bool:
            break
        }
        checkCombinations(value, node, &path)
    }

    private mutating func checkNumber(_ number: Double, _ node: JSONSchema.Node, _ path: [String]) {
        if let minimum = node.minimum, !(number >= minimum) { report(path, "must be at least \(shown(minimum))") }
        if let maximum = node.maximum, !(number <= maximum) { report(path, "must be at most \(shown(maximum))") }
        if let bound = node.exclusiveMinimum, !(number > bound) { report(path, "must be above \(shown(bound))") }
        if let bound = node.exclusiveMaximum, !(number < bound) { report(path, "must be below \(shown(bound))") }
        if let divisor = node.multipleOf {
            let quotient = number / divisor
            if !(abs(quotient - quotient.rounded()) <= 1e-9 * max(1, abs(quotient))) {
                report(path, "must be a multiple of \(shown(divisor))")
            }
        }
    }

    private func shown(_ number: Double) -> String {
        Int(exactly: number).map { "\($0)" } ?? "\(number)"
    }

    private mutating func checkString(_ text: String, _ node: JSONSchema.Node, _ path: [String]) {
        guard node.minLength != nil || node.maxLength != nil else { return }
        let length = text.unicodeScalars.count
        if let minimum = node.minLength, length < minimum {
            report(path, "must have at least \(minimum) characters")
        }
        if let maximum = node.maxLength, length > maximum {
            report(path, "must have at most \(maximum) characters")
        }
    }

    private mutating func checkArray(_ items: [JSONValue], _ node: JSONSchema.Node, _ path: inout [String]) {
        if let minimum = node.minItems, items.count < minimum { report(path, "must have at least \(minimum) items") }
        if let maximum = node.maxItems, items.count > maximum { report(path, "must have at most \(maximum) items") }
        if node.uniqueItems, !areUnique(items) { report(path, "must not hold an item twice") }
        for (index, item) in items.enumerated() {
            guard !isExhausted else { return }
            let schema = index < node.prefixItems.count ? node.prefixItems[index] : node.items
            guard let schema else { continue }
            path.append("\(index)")
            check(item, against: schema, path: &path)
            path.removeLast()
        }
    }

    /// Compares canonical texts, so that the cost grows with the array's size and not with its square.
    private func areUnique(_ items: [JSONValue]) -> Bool {
        var seen: Set<String> = []
        return items.allSatisfy { seen.insert($0.canonicalText).inserted }
    }

    private mutating func checkObject(_ members: JSONObject, _ node: JSONSchema.Node, _ path: inout [String]) {
        for key in node.required where members[key] == nil {
            report(path + [key], "is missing")
        }
        if let minimum = node.minProperties, members.count < minimum {
            report(path, "must have at least \(minimum) members")
        }
        if let maximum = node.maxProperties, members.count > maximum {
            report(path, "must have at most \(maximum) members")
        }
        for member in members {
            guard !isExhausted else { return }
            guard let schema = node.properties[member.key] ?? node.additionalProperties else { continue }
            path.append(member.key.count > 100 ? member.key.prefix(100) + "…" : member.key)
            check(member.value, against: schema, path: &path)
            path.removeLast()
        }
    }

    private mutating func checkCombinations(_ value: JSONValue, _ node: JSONSchema.Node, _ path: inout [String]) {
        if let reference = node.reference { check(value, against: reference, path: &path) }
        for schema in node.allOf { check(value, against: schema, path: &path) }
        if !node.anyOf.isEmpty, matches(value, node.anyOf, atMost: 1, path) == 0 {
            report(path, "fits none of the \(node.anyOf.count) allowed forms")
        }
        if !node.oneOf.isEmpty {
            switch matches(value, node.oneOf, atMost: 2, path) {
            case 0: report(path, "fits none of the \(node.oneOf.count) allowed forms")
            case 1: break
            default: report(path, "fits more than one of the \(node.oneOf.count) forms that exclude each other")
            }
        }
        if let not = node.not, matches(value, [not], atMost: 1, path) == 1 {
            report(path, "has a form that is excluded")
        }
    }

    /// How many of the schemas the value fits, counted up to `atMost`; their violations are not reported.
    private mutating func matches(
        _ value: JSONValue, _ schemas: [Int], atMost: Int, _ path: [String]
    ) -> Int {
        var count = 0
        for schema in schemas where count < atMost {
            var trial = JSONSchemaValidator(nodes: nodes, stepsLeft: stepsLeft)
            var path = path
            trial.check(value, against: schema, path: &path)
            stepsLeft = trial.stepsLeft
            if trial.violations.isEmpty { count += 1 }
        }
        return count
    }
}

extension JSONValue {
    /// A text that two values share exactly if they are equal: keys sorted, numbers by value.
    fileprivate var canonicalText: String {
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return "\(value)"
        case .number(let value): return Int(exactly: value).map { "\($0)" } ?? "\(value)"
        case .string(let value): return value.debugDescription
        case .array(let items): return "[" + items.map(\.canonicalText).joined(separator: ",") + "]"
        case .object(let members):
            let sorted = members.sorted { $0.key < $1.key }
            return "{" + sorted.map { "\($0.key.debugDescription):\($0.value.canonicalText)" }.joined(separator: ",")
                + "}"
        }
    }
}
