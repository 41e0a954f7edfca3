/// https://tc39.es/ecma262/#sec-generatorfunction-objects, https://tc39.es/ecma262/#sec-generator-objects
enum GeneratorPrototype {
    static let object = BuiltinObject(
        "Generator.prototype", intrinsic: .generatorPrototype, inherits: .iteratorPrototype,
        members: [
            .method("next", 1) { leaf({ resume($0, .next) }, $0, $1, $2) },
            .method("return", 1) { leaf({ resume($0, .return) }, $0, $1, $2) },
            .method("throw", 1) { leaf({ resume($0, .throw) }, $0, $1, $2) },
            .toStringTag("Generator"),
            BuiltinMember(
                key: .string("constructor"), content: .intrinsic(.generatorFunctionPrototype), attributes: .configurable
            ),
        ])

    /// %GeneratorFunction.prototype%
    static let function = BuiltinObject(
        "GeneratorFunction.prototype", intrinsic: .generatorFunctionPrototype, inherits: .functionPrototype,
        members: [
            BuiltinMember(
                key: .string("prototype"), content: .intrinsic(.generatorPrototype), attributes: .configurable),
            .toStringTag("GeneratorFunction"),
        ])

    /// https://tc39.es/ecma262/#sec-generator.prototype.next and its siblings: the interpreter pushes the generator's frame.
    private static func resume(_ call: Arguments, _ mode: Resumption) -> Value {
        guard call.this(CellType.generator, "[Generator].prototype.next") != nil else { return call.exit }
        call.realm.control.pointee.stepNext = mode.rawValue
        return .resume
    }
}

/// https://tc39.es/ecma262/#sec-asyncgeneratorfunction-objects, https://tc39.es/ecma262/#sec-asyncgenerator-objects
enum AsyncGeneratorPrototype {
    static let object = BuiltinObject(
        "AsyncGenerator.prototype", intrinsic: .asyncGeneratorPrototype, inherits: .asyncIteratorPrototype,
        members: [
            .method("next", 1) { leaf({ resume($0, .next) }, $0, $1, $2) },
            .method("return", 1) { leaf({ resume($0, .return) }, $0, $1, $2) },
            .method("throw", 1) { leaf({ resume($0, .throw) }, $0, $1, $2) },
            .toStringTag("AsyncGenerator"),
            BuiltinMember(
                key: .string("constructor"), content: .intrinsic(.asyncGeneratorFunctionPrototype),
                attributes: .configurable),
        ])

    /// %AsyncGeneratorFunction.prototype%
    static let function = BuiltinObject(
        "AsyncGeneratorFunction.prototype", intrinsic: .asyncGeneratorFunctionPrototype, inherits: .functionPrototype,
        members: [
            BuiltinMember(
                key: .string("prototype"), content: .intrinsic(.asyncGeneratorPrototype), attributes: .configurable),
            .toStringTag("AsyncGeneratorFunction"),
        ])

    /// https://tc39.es/ecma262/#sec-asyncgenerator-prototype-next and its siblings. A wrong receiver rejects.
    private static func resume(_ call: Arguments, _ mode: Resumption) -> Value {
        let realm = call.realm
        guard call.this.isObject, realm.type(call.this) == CellType.asyncGenerator else {
            let promise = realm.makePromise()
            call.root(0, promise)
            let error = realm.makeError(
                .typeError, realm.makeString("next method called on incompatible receiver \(realm.describe(call.this))")
            )
            call.root(1, error)
            realm.settle(promise, error, PromiseState.rejected)
            return promise
        }
        realm.control.pointee.stepNext = mode.rawValue
        return .resume
    }
}

/// https://tc39.es/ecma262/#sec-async-function-prototype-properties
enum AsyncFunctionPrototype {
    static let object = BuiltinObject(
        "AsyncFunction.prototype", intrinsic: .asyncFunctionPrototype, inherits: .functionPrototype,
        members: [.toStringTag("AsyncFunction")])
}

/// https://tc39.es/ecma262/#sec-asynciteratorprototype
enum AsyncIteratorPrototype {
    static let object = BuiltinObject(
        "AsyncIterator.prototype", intrinsic: .asyncIteratorPrototype,
        members: [.symbolMethod(.symbolAsyncIterator, "[Symbol.asyncIterator]", 0) { leaf({ $0.this }, $0, $1, $2) }])
}
