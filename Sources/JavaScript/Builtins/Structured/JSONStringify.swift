/// Steps of `JSON.stringify`: the operands first, then the walk, which is `JSONSerializer`.
///
/// ```
///  f[1] value   f[2] replacer: a function or undefined   f[3] space   f[4] gap: a string
///  f[5] text    f[6] stack    f[7] property list or undefined    f[8] value that is being converted
///  f[9] objects that are open, when there are many; f[10] holder of the whole value    f[11] index, then set of the list
/// ```
///
/// https://tc39.es/ecma262/#sec-json.stringify
enum JSONStringify {
    private static let listElement = 1
    private static let listText = 2
    private static let listNext = 3
    private static let space = 4
    private static let gap = 5
    private static let begin = 6
    /// Longest indentation, in units.
    private static let gapMax = 10

    /// Steps 3 to 8, then the walk. https://tc39.es/ecma262/#sec-json.stringify
    static func run(_ f: StepFrame, _ step: Int) -> Value {
        let realm = f.realm
        switch step {
        case 0:
            if realm.isFunction(f[2]) || !f[2].isObject || !realm.isArray(f[2]) {
                if !realm.isFunction(f[2]) { f[2] = .undefined }
                return f[3].isUndefined ? f.go(to: begin) : f.go(to: space)
            }
            f[7] = realm.makeArray(length: 0)
            f[9] = realm.makeHashTable(isMap: false)
            f.set(11, 0)
            return f.go(to: listNext)
        case listNext: return nextListElement(f)
        case listElement:
            if isText(realm, f.result) { return f.convert(f.result, .string, then: listText) }
            return f.go(to: listNext)
        case listText:
            addToList(f, f.result)
            return f.go(to: listNext)
        case space:
            let type = realm.type(f[3])
            if f[3].isObject, type == CellType.number { return f.convert(f[3], .number, then: gap) }
            if f[3].isObject, type == CellType.string { return f.convert(f[3], .string, then: gap) }
            return f.finish(f[3], at: gap)
        case gap:
            f[4] = gapText(realm, f.result)
            return f.go(to: begin)
        default: return walk(f, step)
        }
    }

    /// Steps 9 to 12. https://tc39.es/ecma262/#sec-json.stringify
    private static func walk(_ f: StepFrame, _ step: Int) -> Value {
        if step == begin {
            JSONSerializer.prepare(f)
            if f.realm.isFunction(f[2]) {
                f[10] = f.realm.makeObject()
                f.realm.createDataProperty(f[10], PropertyKey(atom: f.realm.atom(f.realm[.emptyString])), f[1])
            }
        }
        var serializer = JSONSerializer(f)
        return serializer.resume(JSONSerializer.Entry(rawValue: step) ?? .further)
    }

    // MARK: Replacer list

    private static func isText(_ realm: Realm, _ value: Value) -> Bool {
        if value.isObject { return realm.type(value) == CellType.number || realm.type(value) == CellType.string }
        return value.isString || value.isNumber
    }

    /// Step 4.b. https://tc39.es/ecma262/#sec-json.stringify
    private static func nextListElement(_ f: StepFrame) -> Value {
        let index = f.int(11)
        guard index < f.realm.length(ofArray: f[2]) else {
            f[2] = .undefined
            f[9] = .undefined
            return f.go(to: space)
        }
        f.set(11, index + 1)
        f.charge(1)
        return f.get(f[2], PropertyKey(index: UInt32(truncatingIfNeeded: index)), then: listElement)
    }

    /// Step 4.b.iii.g. https://tc39.es/ecma262/#sec-json.stringify
    private static func addToList(_ f: StepFrame, _ text: Value) {
        let realm = f.realm
        let key = realm.propertyKey(text)
        f[8] = key.isIndex ? Value(index: Int(key.index)) : realm.value(of: key)
        if realm.findEntry(f[9], f[8]) != nil { return }
        realm.insert(f.registers + 9, f[8], .undefined)
        realm.append(f[7], f[8])
    }

    /// The indentation of one level. Steps 5 to 8 of https://tc39.es/ecma262/#sec-json.stringify
    private static func gapText(_ realm: Realm, _ space: Value) -> Value {
        if space.isNumber {
            let count = max(0, min(gapMax, toIntegerClamped(space.number)))
            return realm.makeString(String(repeating: " ", count: count))
        }
        guard space.isString else { return .undefined }
        return realm.substring(space, 0, min(gapMax, realm.length(ofString: space)))
    }
}
