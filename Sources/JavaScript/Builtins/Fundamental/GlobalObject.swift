/// https://tc39.es/ecma262/#sec-global-object
enum GlobalObject {
    static let object = BuiltinObject(
        "globalThis", intrinsic: .globalObject, cellType: CellType.global,
        members: [
            .constant("NaN", .nan), .constant("Infinity", .infinity),
            BuiltinMember(key: .string("undefined"), content: .intrinsic(.undefinedValue), attributes: []),
            .method("print", 1, converting: [.any, .string, .string, .string, .string]) { leaf(print, $0, $1, $2) },
        ] + GlobalFunctions.members + URIFunctions.members + Microtasks.members)

    /// Prints its arguments as a line, for the bare engine. Absent from the specification.
    /// https://tc39.es/ecma262/#sec-global-object
    private static func print(_ call: Arguments) -> Value {
        var parts: [String] = []
        for i in 0..<call.count {
            guard let text = call.string(i) else { return call.exit }
            parts.append(call.realm.swiftString(text))
        }
        call.realm.services?.output(parts.joined(separator: " "))
        return .undefined
    }
}
