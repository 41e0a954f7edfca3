/// https://tc39.es/ecma262/#sec-json-object
enum JSONObject {
    static let object = BuiltinObject(
        "JSON", isGlobal: true,
        members: [
            .method("parse", 2, parameters: 2, slots: 3) { steps(parse, $0, $1, $2) },
            BuiltinMember(key: .string("stringify"), content: .function(stringify), attributes: .hidden),
            .toStringTag("JSON"),
        ])

    /// `JSON.stringify`, also called by the engine under the name `%stringify%`.
    /// https://tc39.es/ecma262/#sec-json.stringify
    static let stringify = BuiltinFunction.steps("stringify", 3, parameters: 3, slots: JSONSerializer.slots) {
        steps(JSONStringify.run, $0, $1, $2)
    }

    /// f[1] = text, f[2] = reviver; the walk with a reviver is `JSONReviver`. https://tc39.es/ecma262/#sec-json.parse
    private static func parse(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0: return f.convert(f[1], .string, then: 1)
        case 1:
            f[1] = f.result
            let (value, failure) = realm.parseJSON(f[1])
            if let failure {
                if failure.reason == .terminated { return .undefined }
                return realm.throwError(.syntaxError, failure.message(source: realm.view(f[1])))
            }
            return realm.isFunction(f[2]) ? JSONReviver.start(f, value) : value
        default:
            var walk = JSONReviver(f)
            return walk.resume(step)
        }
    }
}
