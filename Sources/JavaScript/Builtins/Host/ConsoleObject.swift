/// `console`: each call is one message for the host, under a limit of calls and of text that no program can catch.
///
/// Arguments are joined by spaces: strings as they are, errors as `name: message`, other objects as JSON text (as
/// `String` has them where that fails), everything else as `String` has it.
/// https://console.spec.whatwg.org/
enum ConsoleObject {
    static let object = BuiltinObject(
        "console", isGlobal: true,
        members: [
            .method("log", 0, parameters: 0, slots: 2, rest: true) { steps({ write($0, $1, .log) }, $0, $1, $2) },
            .method("info", 0, parameters: 0, slots: 2, rest: true) { steps({ write($0, $1, .info) }, $0, $1, $2) },
            .method("warn", 0, parameters: 0, slots: 2, rest: true) { steps({ write($0, $1, .warn) }, $0, $1, $2) },
            .method("error", 0, parameters: 0, slots: 2, rest: true) { steps({ write($0, $1, .error) }, $0, $1, $2) },
            .method("debug", 0, parameters: 0, slots: 2, rest: true) { steps({ write($0, $1, .debug) }, $0, $1, $2) },
            .method("dir", 0, parameters: 0, slots: 2, rest: true) { steps({ write($0, $1, .log) }, $0, $1, $2) },
            .method("table", 0, parameters: 0, slots: 2, rest: true) { steps({ write($0, $1, .log) }, $0, $1, $2) },
            .method("trace", 0, parameters: 0, slots: 2, rest: true) { steps(trace, $0, $1, $2) },
            .method("assert", 0, parameters: 0, slots: 2, rest: true) { steps(assert, $0, $1, $2) },
            .method("group", 0, parameters: 0, slots: 2, rest: true) { steps(group, $0, $1, $2) },
            .alias("groupCollapsed", of: "group"),
            .method("groupEnd", 0) { leaf(groupEnd, $0, $1, $2) },
            .toStringTag("console"),
        ])

    // Steps
    private static let arguments = 1
    private static let serialized = 2
    private static let notSerializable = 3
    private static let converted = 4
    private static let notConvertible = 5

    /// Deepest indentation of groups, in spaces.
    private static let indentMax = 64

    // MARK: Messages

    /// Arguments from `first` on as one message. f[1] = arguments, f[2] = text, f[3] = index.
    private static func write(
        _ f: StepFrame, _ step: Int, _ level: ConsoleLevel, title: StaticString = "", from first: Int = 0
    ) -> Value {
        let realm = f.realm
        if step == 0 { return begin(f, title, first) }
        var text = TextBuilder(resuming: realm, in: f.registers + 2)
        if let signal = finishArgument(f, step, &text) { return signal }
        while f.int(3) < realm.length(ofArray: f[1]), text.failure == nil {
            if f.int(3) > first { text.append(ascii: 0x20) }
            if let signal = beginArgument(f, realm.element(f[1], f.int(3)), &text) { return signal }
            f.set(3, f.int(3) + 1)
        }
        return deliver(f, level, text)
    }

    private static func begin(_ f: StepFrame, _ title: StaticString, _ first: Int) -> Value {
        let realm = f.realm
        let block = realm.control
        block.pointee.consoleCallsLeft &-= 1
        if block.pointee.consoleCallsLeft < 0 {
            realm.terminate(.console)
            return .undefined
        }
        var text = TextBuilder(realm, in: f.registers + 2)
        for _ in 0..<min(indentMax, Int(block.pointee.consoleIndent)) { text.append(ascii: 0x20) }
        text.append(title)
        if title.utf8CodeUnitCount > 0, realm.length(ofArray: f[1]) > first { text.append(ascii: 0x20) }
        text.pause()
        f.set(3, first)
        return f.go(to: arguments)
    }

    /// Writes the argument that a call has turned into text.
    private static func finishArgument(_ f: StepFrame, _ step: Int, _ text: inout TextBuilder) -> Value? {
        let realm = f.realm
        switch step {
        case arguments: return nil
        case serialized:
            if f.result.isString { text.append(realm.view(f.result)) } else { text.append("undefined") }
        case notSerializable:
            return f.convert(realm.element(f[1], f.int(3)), .string, then: converted, orCatch: notConvertible)
        case converted: text.append(realm.view(f.result))
        default: text.append("[object]")
        }
        f.set(3, f.int(3) + 1)
        return nil
    }

    /// Writes an argument; or puts the text down and calls what turns the argument into text.
    private static func beginArgument(_ f: StepFrame, _ value: Value, _ text: inout TextBuilder) -> Value? {
        let realm = f.realm
        if !value.isObject {
            let string =
                value.isSymbol ? realm.makeString(realm.descriptiveString(value)) : realm.primitiveToString(value)
            let root = realm.keep(string)
            text.append(realm.view(string))
            realm.release(root)
            return nil
        }
        if realm.type(value) == CellType.error {
            let string = realm.makeString(realm.errorHeader(value))
            let root = realm.keep(string)
            text.append(realm.view(string))
            realm.release(root)
            return nil
        }
        text.pause()
        if realm.isFunction(value) { return f.convert(value, .string, then: converted, orCatch: notConvertible) }
        return f.call(realm[.stringify], this: .undefined, value, then: serialized, orCatch: notSerializable)
    }

    private static func deliver(_ f: StepFrame, _ level: ConsoleLevel, _ text: TextBuilder) -> Value {
        let realm = f.realm
        if let failure = text.failure {
            return failure == .length ? f.throwRangeError("Invalid string length") : .undefined
        }
        f.charge(text.count &>> 3)
        let block = realm.control
        block.pointee.consoleUnitsLeft &-= text.count
        if block.pointee.consoleUnitsLeft < 0 {
            realm.terminate(.console)
            return .undefined
        }
        realm.deliver(level, text.view.swiftString)
        return .undefined
    }

    // MARK: Other methods

    /// https://console.spec.whatwg.org/#trace, without the stack
    private static func trace(_ f: StepFrame, _ step: Int) -> Value { write(f, step, .error, title: "Trace:") }

    /// https://console.spec.whatwg.org/#assert
    private static func assert(_ f: StepFrame, _ step: Int) -> Value {
        if step == 0, f.realm.length(ofArray: f[1]) > 0, f.realm.toBoolean(f.realm.element(f[1], 0)) {
            return .undefined
        }
        return write(f, step, .error, title: "Assertion failed:", from: 1)
    }

    /// https://console.spec.whatwg.org/#group
    private static func group(_ f: StepFrame, _ step: Int) -> Value {
        let isEmpty = step == 0 && f.realm.length(ofArray: f[1]) == 0
        let result = isEmpty ? .undefined : write(f, step, .log)
        let block = f.realm.control
        if result.isUndefined, Int(block.pointee.consoleIndent) < indentMax { block.pointee.consoleIndent &+= 2 }
        return result
    }

    /// https://console.spec.whatwg.org/#groupend
    private static func groupEnd(_ call: Arguments) -> Value {
        let block = call.realm.control
        if block.pointee.consoleIndent >= 2 { block.pointee.consoleIndent &-= 2 }
        return .undefined
    }
}
