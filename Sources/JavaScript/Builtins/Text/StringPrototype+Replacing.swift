// replace and replaceAll.
extension StringPrototype {
    static let replacing: [BuiltinMember] = [
        .method("replace", 2, parameters: 2, slots: 4) {
            steps({ replace($0, $1, "String.prototype.replace", all: false) }, $0, $1, $2)
        },
        .method("replaceAll", 2, parameters: 2, slots: 4) {
            steps({ replace($0, $1, "String.prototype.replaceAll", all: true) }, $0, $1, $2)
        },
    ]

    /// f[1] = what to look for, f[2] = its replacement, f[3] = the string, f[4] = position of the match,
    /// f[6] = matches and their replacements so far.
    /// https://tc39.es/ecma262/#sec-string.prototype.replace, https://tc39.es/ecma262/#sec-string.prototype.replaceall
    private static func replace(_ f: StepFrame, _ step: Int, _ method: StaticString, all: Bool) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            if f.this.isString, f[1].isString, f[2].isString {
                f[3] = f.this
                return replaceText(f, all: all)
            }
            if f.this.isNullish { return f.throwTypeError("\(method) called on null or undefined") }
            guard f[1].isObject else { return f.go(to: 3) }
            return all ? f.go(to: 10) : f.go(to: 1)
        case 1: return f.get(f[1], PropertyKey(atom: realm[.symbolReplace].offset), then: 2)
        case 2: return f.result.isNullish ? f.go(to: 3) : f.call(f.result, this: f[1], f.this, f[2], then: 9)
        case 3: return f.convert(f.this, .string, then: 4)
        case 4:
            f[3] = f.result
            return f.convert(f[1], .string, then: 5)
        case 5:
            f[1] = f.result
            if realm.isFunction(f[2]) { return startCalls(f) }
            return f.convert(f[2], .string, then: 6)
        case 6:
            f[2] = f.result
            return replaceText(f, all: all)
        case 7: return f.convert(f.result, .string, then: 8)
        case 8: return continueCalls(f, all: all)
        case 9: return f.result
        default: return requireGlobalFlag(f, step, first: 10, method: method, then: 1)
        }
    }

    // MARK: A function as replacement

    private static func startCalls(_ f: StepFrame) -> Value {
        guard let at = find(f.realm, f.realm.view(f[1]), in: f.realm.view(f[3]), from: 0) else { return f[3] }
        f[6] = f.realm.makeArray(length: 0)
        return callReplacer(f, at: at)
    }

    private static func callReplacer(_ f: StepFrame, at: Int) -> Value {
        f.set(4, at)
        return f.call(f[2], this: .undefined, f[1], f[4], f[3], then: 7)
    }

    /// Notes the match and what the function returned, then looks for the next match.
    private static func continueCalls(_ f: StepFrame, all: Bool) -> Value {
        let realm = f.realm
        guard realm.append(f[6], f[4]), realm.append(f[6], f.result) else { return .exception }
        let part = realm.view(f[1])
        // An empty match advances by one unit.
        let from = f.int(4) &+ max(part.count, 1)
        let text = realm.view(f[3])
        if all, from <= text.count, let next = find(realm, part, in: text, from: from) {
            return callReplacer(f, at: next)
        }
        return joinReplacements(f)
    }

    /// The text with the replacements of f[6], an array of positions and strings in turn.
    private static func joinReplacements(_ f: StepFrame) -> Value {
        let realm = f.realm
        let count = realm.length(ofArray: f[6])
        // Flat first: what a view refers to may not be replaced while the text is written.
        for i in stride(from: 1, to: count, by: 2) { _ = realm.view(realm.element(f[6], i)) }
        f.charge(count)
        let text = realm.view(f[3])
        let partCount = realm.length(ofString: f[1])
        return realm.makeString { writer in
            var end = 0
            for i in stride(from: 0, to: count, by: 2) {
                let at = Int(realm.element(f[6], i).int32)
                writer.append(text.slice(end, at))
                writer.append(realm.view(realm.element(f[6], i &+ 1)))
                end = at &+ partCount
            }
            writer.append(text.slice(end, text.count))
        }
    }

    // MARK: A text as replacement

    /// All three operands are strings in registers, so their views stay valid.
    private static func replaceText(_ f: StepFrame, all: Bool) -> Value {
        let realm = f.realm
        let text = realm.view(f[3])
        let part = realm.view(f[1])
        let replacement = realm.view(f[2])
        guard let first = find(realm, part, in: text, from: 0) else { return f[3] }
        let isPlain = !replacement.contains(36)
        // The text is searched in both passes of the writer.
        f.charge(text.count &>> 3)
        var matches = 0
        let result = realm.makeString { writer in
            var at: Int? = first
            var end = 0
            matches = 0
            while let hit = at {
                writer.append(text.slice(end, hit))
                if isPlain {
                    writer.append(replacement)
                } else {
                    writer.append(replacement, substituting: Match(text: text, matched: part, position: hit))
                }
                end = hit &+ part.count
                matches &+= 1
                let next = hit &+ max(part.count, 1)
                at = all && next <= text.count && !realm.mustStop(at: matches) ? text.find(part, from: next) : nil
                if writer.count > Realm.stringLengthMax { break }
            }
            writer.append(text.slice(end, text.count))
        }
        f.charge(matches)
        return result
    }
}

/// What GetSubstitution knows of a match without captures.
struct Match {
    let text: StringView
    let matched: StringView
    let position: Int
}

extension TextWriter {
    /// A replacement template with `$$`, `$&`, `` $` `` and `$'`; there are no captures.
    /// https://tc39.es/ecma262/#sec-getsubstitution
    mutating func append(_ template: StringView, substituting match: Match) {
        var i = 0
        while i < template.count {
            let unit = template[i]
            guard unit == 36, i &+ 1 < template.count, count <= Realm.stringLengthMax else {
                append(unit: unit)
                i &+= 1
                continue
            }
            switch template[i &+ 1] {
            case 36: append(unit: 36)
            case 38: append(match.matched)
            case 96: append(match.text.slice(0, match.position))
            case 39: append(match.text.slice(match.position &+ match.matched.count, match.text.count))
            default:
                append(unit: 36)
                i &+= 1
                continue
            }
            i &+= 2
        }
    }
}
