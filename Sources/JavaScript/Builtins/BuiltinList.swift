/// Every builtin object, in the order in which their functions are numbered. Each stands in a file of its own, in the
/// folder of its clause of ECMA-262.
enum BuiltinList {
    static let objects: [BuiltinObject] =
        [
            GlobalObject.object,
            ObjectPrototype.object, FunctionPrototype.object,
            ObjectConstructor.object,
            ArrayPrototype.object, ArrayPrototype.unscopables, ArrayConstructor.object, ArrayIteratorPrototype.object,
            IteratorPrototype.object, IteratorConstructor.object, IteratorHelperPrototype.object,
            WrapForValidIteratorPrototype.object,
            AsyncIteratorPrototype.object,
            AsyncFromSyncIteratorPrototype.object,
            GeneratorPrototype.object, GeneratorPrototype.function, AsyncGeneratorPrototype.object,
            AsyncGeneratorPrototype.function,
            AsyncFunctionPrototype.object,
            PromisePrototype.object, PromiseConstructor.object,
            StringPrototype.object, StringIteratorPrototype.object, StringConstructor.object,
            SymbolPrototype.object, SymbolConstructor.object, BooleanPrototype.object, BooleanConstructor.object,
            NumberPrototype.object, NumberConstructor.object, MathObject.object, DatePrototype.object,
            DateConstructor.object,
            JSONObject.object, ConsoleObject.object,
            MapPrototype.object, MapConstructor.object, CollectionIteration.mapIteratorPrototype,
            SetPrototype.object, SetConstructor.object, CollectionIteration.setIteratorPrototype,
        ] + FunctionConstructor.objects + ErrorConstructors.objects

    static let internalFunctions: [InternalFunction: BuiltinFunction] = [
        .convert: InternalConversions.convert,
        .coerce: InternalConversions.coerce,
        .operate: InternalConversions.operate,
        .access: InternalConversions.access,
        .instanceOf: InternalConversions.instanceOf,
        .copyDataProperties: InternalIterators.copyDataProperties,
        .asyncIterator: InternalIterators.asyncIterator,
        .getIterator: InternalIterators.getIterator,
        .iteratorToList: InternalIterators.iteratorToList,
        .promiseJob: InternalPromises.promiseJob,
        .promiseResolveFunction: InternalPromises.resolveFunction,
        .promiseRejectFunction: InternalPromises.rejectFunction,
        .newPromiseCapability: InternalCapabilities.newPromiseCapability,
        .capabilityExecutor: InternalCapabilities.capabilityExecutor,
        .promiseResolve: InternalCapabilities.promiseResolve,
        .speciesConstructor: InternalCapabilities.speciesConstructor,
        .hostCall: HostFunctions.hostCall,
        .stringify: JSONObject.stringify,
        .promise: InternalCapabilities.promise,
        .typeError: InternalCapabilities.typeError,
        .aggregateError: InternalCapabilities.aggregateError,
    ].merging(InternalCollections.functions) { first, _ in first }.merging(InternalIteratorFunctions.functions) {
        first, _ in
        first
    }.merging(InternalConversions.forScripts) { first, _ in
        first
    }.merging(InternalObjects.functions) { first, _ in
        first
    }.merging(
        InternalArrays.functions
    ) { first, _ in first }
}
