/// https://tc39.es/ecma262/#sec-global-object
enum GlobalObject {
    static let object = BuiltinObject(
        "globalThis", intrinsic: .globalObject, cellType: CellType.global,
        members: [
            .constant("NaN", .nan), .constant("Infinity", .infinity),
            BuiltinMember(key: .string("undefined"), content: .intrinsic(.undefinedValue), attributes: []),
        ])
}
