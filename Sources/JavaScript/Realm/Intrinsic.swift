/// Values that the realm itself refers to: well-known intrinsic objects, shapes of frequent objects, frequent atoms.
///
/// https://tc39.es/ecma262/#sec-well-known-intrinsic-objects
enum Intrinsic: Int, CaseIterable {
    case globalObject, globalLexicals
    case objectPrototype, functionPrototype, arrayPrototype, stringPrototype, numberPrototype, booleanPrototype
    case symbolPrototype, iteratorPrototype, arrayIteratorPrototype, asyncIteratorPrototype
    case generatorPrototype, asyncGeneratorPrototype, generatorFunctionPrototype, asyncGeneratorFunctionPrototype,
        asyncFunctionPrototype
    case promisePrototype, promiseConstructor, errorPrototype
    case typeErrorPrototype, rangeErrorPrototype, referenceErrorPrototype, syntaxErrorPrototype, evalErrorPrototype,
        uriErrorPrototype
    case aggregateErrorPrototype
    case datePrototype, mapPrototype, setPrototype, weakMapPrototype, weakSetPrototype
    case mapIteratorPrototype, setIteratorPrototype, stringIteratorPrototype, asyncFromSyncIteratorPrototype
    case arrayConstructor, symbolConstructor, errorConstructor, mapConstructor, setConstructor
    case mapPrototypeEntries, mapPrototypeSet, mapIteratorNext, setPrototypeValues, setPrototypeAdd, setIteratorNext,
        iteratorPrototypeIterator
    case iteratorConstructor, iteratorHelperPrototype, wrapForValidIteratorPrototype, generatorNext, generatorReturn
    case objectConstructor, functionConstructor, objectPrototypeToString, arrayUnscopables
    case arrayPrototypeValues, arraySpecies, arrayIteratorNext, promiseThen, promiseSpecies

    // Shapes, as object values
    case emptyObjectShape, arrayShape, closureShape, methodShape, nativeShape, iteratorResultShape, promiseShape,
        accessorDescriptorShape
    case errorShape, generatorFunctionShape, asyncGeneratorFunctionShape, asyncFunctionShape, prototypeShape

    // Strings
    case emptyString, singleCharacters
    case lengthAtom, nameAtom, prototypeAtom, constructorAtom, messageAtom, causeAtom, stackAtom, errorsAtom
    case valueAtom, doneAtom, nextAtom, returnAtom, throwAtom, thenAtom, toStringAtom, valueOfAtom, toJSONAtom
    case getAtom, setAtom, enumerableAtom, configurableAtom, writableAtom
    case undefinedAtom, nullAtom, trueAtom, falseAtom, numberAtom, stringAtom, functionAtom, objectAtom, booleanAtom,
        symbolAtom
    case defaultAtom, calleeAtom, indexAtom, inputAtom, protoAtom, rawAtom, joinAtom, addAtom

    // Well-known symbols: https://tc39.es/ecma262/#sec-well-known-symbols
    case symbolIterator, symbolAsyncIterator, symbolHasInstance, symbolToPrimitive, symbolToStringTag, symbolSpecies
    case symbolIsConcatSpreadable, symbolUnscopables, symbolMatch, symbolMatchAll, symbolReplace, symbolSearch,
        symbolSplit
    /// Symbol.for registry: a Map from string to symbol.
    case symbolRegistry

    /// Always undefined.
    case undefinedValue

    /// What the program returned: a promise for an async body.
    case entryResult

    // Scratch of the host
    case hostGlobals
}
