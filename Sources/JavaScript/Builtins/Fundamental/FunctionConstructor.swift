/// The constructors of functions exist as values; none of them makes code from text.
/// https://tc39.es/ecma262/#sec-function-constructor
enum FunctionConstructor {
    static let objects: [BuiltinObject] = [
        BuiltinObject(
            constructor: .leaf("Function", 1, isConstructor: true) { leaf(refuse, $0, $1, $2) },
            prototype: .functionPrototype,
            intrinsic: .functionConstructor, members: []),
        hidden(
            .leaf("GeneratorFunction", 1, isConstructor: true) { leaf(refuse, $0, $1, $2) }, .generatorFunctionPrototype
        ),
        hidden(.leaf("AsyncFunction", 1, isConstructor: true) { leaf(refuse, $0, $1, $2) }, .asyncFunctionPrototype),
        hidden(
            .leaf("AsyncGeneratorFunction", 1, isConstructor: true) { leaf(refuse, $0, $1, $2) },
            .asyncGeneratorFunctionPrototype),
    ]

    /// A constructor that programs reach only through `constructor` of a prototype.
    private static func hidden(_ function: BuiltinFunction, _ prototype: Intrinsic) -> BuiltinObject {
        BuiltinObject(
            constructor: function, prototype: prototype, inherits: .functionConstructor, isGlobal: false, members: [])
    }

    /// https://tc39.es/ecma262/#sec-hostensurecancompilestrings: this host never allows it.
    private static func refuse(_ call: Arguments) -> Value {
        call.realm.throwError(.evalError, "Code generation from strings disallowed for this context")
    }
}
