// match, matchAll and search: they hand the work to the argument's own method, or to a regular expression.
extension StringPrototype {
    static let matching: [BuiltinMember] = [
        .method("match", 1, parameters: 1, slots: 0) {
            steps({ dispatch($0, $1, "String.prototype.match", .symbolMatch) }, $0, $1, $2)
        },
        .method("matchAll", 1, parameters: 1, slots: 0) {
            steps({ dispatch($0, $1, "String.prototype.matchAll", .symbolMatchAll) }, $0, $1, $2)
        },
        .method("search", 1, parameters: 1, slots: 0) {
            steps({ dispatch($0, $1, "String.prototype.search", .symbolSearch) }, $0, $1, $2)
        },
    ]

    /// f[1] = a regular expression, or its pattern. A pattern needs RegExpCreate, which this engine does not have yet.
    /// https://tc39.es/ecma262/#sec-string.prototype.match, https://tc39.es/ecma262/#sec-string.prototype.matchall,
    /// https://tc39.es/ecma262/#sec-string.prototype.search
    private static func dispatch(_ f: StepFrame, _ step: Int, _ method: StaticString, _ symbol: Intrinsic) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            if f.this.isNullish { return f.throwTypeError("\(method) called on null or undefined") }
            guard f[1].isObject else { return f.go(to: 3) }
            return symbol == .symbolMatchAll ? f.go(to: 4) : f.go(to: 1)
        case 1: return f.get(f[1], PropertyKey(atom: realm[symbol].offset), then: 2)
        case 2: return f.result.isNullish ? f.go(to: 3) : f.call(f.result, this: f[1], f.this, then: 7)
        case 3: return f.convert(f.this, .string, then: 8)
        case 4, 5, 6: return requireGlobalFlag(f, step, first: 4, method: method, then: 1)
        case 7: return f.result
        case 8: return f[1].isUndefined ? f.go(to: 9) : f.convert(f[1], .string, then: 9)
        default: return realm.throwError(.syntaxError, "regular expressions are not supported yet")
        }
    }

    /// Three steps that throw a TypeError if f[1] is a regular expression without the flag `g`.
    static func requireGlobalFlag(_ f: StepFrame, _ step: Int, first: Int, method: StaticString, then next: Int)
        -> Value
    {
        let realm = f.realm
        switch step - first {
        case 0: return f.get(f[1], PropertyKey(atom: realm[.symbolMatch].offset), then: first + 1)
        case 1:
            guard f.result.isUndefined ? realm.isRegExp(f[1]) : realm.toBoolean(f.result) else { return f.go(to: next) }
            return f.get(f[1], PropertyKey(atom: realm.atom("flags")), then: first + 2)
        default:
            if f.result.isNullish { return f.throwTypeError("\(method) called with a non-global RegExp argument") }
            if f.result.isObject { return f.convert(f.result, .string, then: first + 2) }
            if f.result.isSymbol { return f.convert(f.result, .string, then: first + 2) }
            let flags = realm.view(realm.primitiveToString(f.result))
            for i in 0..<flags.count where flags[i] == 103 { return f.go(to: next) }
            return f.throwTypeError("\(method) called with a non-global RegExp argument")
        }
    }
}
