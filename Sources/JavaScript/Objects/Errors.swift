import JavaScriptSyntax

/// Where a frame was when an error was made: a FunctionData and an instruction.
struct StackPosition {
    let data: UnsafeMutableRawPointer
    let instruction: Int
}

extension Realm {
    /// Frames that an error remembers.
    static let stackTraceLimit = 25

    /// Throws a new error and returns the exception signal.
    func throwError(_ kind: ErrorKind, _ message: String) -> Value {
        let error = makeError(kind, makeString(message))
        control.pointee.exception = error
        return .exception
    }

    func throwTypeError(_ message: String) -> Value { throwError(.typeError, message) }
    func throwRangeError(_ message: String) -> Value { throwError(.rangeError, message) }

    /// For operations of the interpreter: throws and unwinds.
    func throwAndUnwind(_ kind: ErrorKind, _ message: String) {
        _ = throwError(kind, message)
        unwind()
    }

    func throwNotCallable(_ value: Value) { throwAndUnwind(.typeError, "\(calleeText(value)) is not a function") }

    func throwRefused(_ refusal: SetRefusal, _ key: PropertyKey, _ object: Value) -> Value {
        let name = keyText(key)
        return switch refusal {
        case .readOnly: throwTypeError("Cannot assign to read only property '\(name)' of object '\(describe(object))'")
        case .noSetter: throwTypeError("Cannot set property \(name) of \(describe(object)) which has only a getter")
        case .notExtensible: throwTypeError("Cannot add property \(name), object is not extensible")
        case .primitive: throwTypeError("Cannot create property '\(name)' on \(describe(object))")
        }
    }

    // MARK: Making errors

    func errorPrototype(_ kind: ErrorKind) -> Value {
        switch kind {
        case .error: self[.errorPrototype]
        case .typeError: self[.typeErrorPrototype]
        case .rangeError: self[.rangeErrorPrototype]
        case .referenceError: self[.referenceErrorPrototype]
        case .syntaxError: self[.syntaxErrorPrototype]
        case .evalError: self[.evalErrorPrototype]
        case .uriError: self[.uriErrorPrototype]
        case .aggregateError: self[.aggregateErrorPrototype]
        }
    }

    /// An error with a message (a string, or undefined for none) and the positions of the running frames.
    func makeError(_ kind: ErrorKind, _ message: Value) -> Value { makeError(prototype: errorPrototype(kind), message) }

    /// The same with another prototype; `inConstructor` if the innermost frame is the constructor of the error.
    func makeError(prototype: Value, _ message: Value, inConstructor: Bool = false) -> Value {
        let root = keep(message)
        defer { release(root) }
        _ = keep(prototype)
        let trace = captureStack(inConstructor: inConstructor)
        _ = keep(trace)
        let error = makeInternalObject(CellType.error, prototype: prototype)
        _ = keep(error)
        setInternalSlot(error, Cell.internal0, trace)
        if !message.isUndefined { define(error, PropertyKey(atom: self[.messageAtom].offset), message, .hidden) }
        return error
    }

    /// Positions of the running frames as an internal array: FunctionData and instruction index in turn.
    private func captureStack(inConstructor: Bool) -> Value {
        var cursor = FrameCursor(self)
        if inConstructor, !cursor.isOutermost { cursor.moveToCaller() }
        var positions: [StackPosition] = []
        while positions.count < Realm.stackTraceLimit {
            // The lowest frame belongs to no function.
            guard cursor.fp > control.pointee.stackBase, cursor.data != cell(self[.hostGlobals]) else { break }
            positions.append(StackPosition(data: cursor.data, instruction: cursor.instruction))
            if cursor.isOutermost { break }
            cursor.moveToCaller()
        }
        charge(positions.count)
        let elements = allocateElements(positions.count * 2)
        for (i, position) in positions.enumerated() {
            let entry = elements + (Cell.elementsHeader + i * 16)
            entry.storeBytes(of: object(position.data), as: Value.self)
            entry.storeBytes(
                of: Value(int32: Int32(truncatingIfNeeded: position.instruction)), toByteOffset: 8, as: Value.self)
        }
        return object(elements)
    }

    // MARK: Stack traces

    /// One line of a stack trace.
    struct StackLine {
        let function: String
        let sourceName: String
        /// 1-based; 0 for builtins.
        let line: Int
        let column: Int
    }

    /// Where an error was made, innermost first.
    func stackLines(of error: Value) -> [StackLine] {
        guard type(error) == CellType.error else { return [] }
        let trace = internalSlot(error, Cell.internal0)
        guard trace.isObject, type(trace) == CellType.elements else { return [] }
        let elements = cell(trace)
        return (0..<Int(elements.load(as: UInt32.self)) / 2).compactMap { i in
            let entry = elements + (Cell.elementsHeader + i * 16)
            let data = entry.load(as: Value.self)
            let instruction = entry.load(fromByteOffset: 8, as: Value.self)
            return stackLine(cell(data), Int(instruction.int32))
        }
    }

    private func stackLine(_ data: UnsafeMutableRawPointer, _ instruction: Int) -> StackLine? {
        if data.load(fromByteOffset: FunctionData.flags, as: UInt32.self) & FunctionTemplate.Flags.native.rawValue != 0
        {
            let number = Int(data.load(fromByteOffset: FunctionData.builtinID, as: UInt32.self))
            let name = BuiltinTable.shared.functions[number].name
            return name.hasPrefix("%") ? nil : StackLine(function: name, sourceName: "native", line: 0, column: 0)
        }
        guard let template = template(of: data), let unit = template.unit else { return nil }
        if unit.isBuiltin { return nil }
        let position = unit.source.position(of: template.sourceOffset(ofInstruction: instruction))
        return StackLine(
            function: template.name.description, sourceName: unit.sourceName, line: position.line,
            column: position.column)
    }

    /// Text of `stack`: `Name: message` and one line per frame.
    func stackText(of error: Value, header: String) -> String {
        var text = header
        for line in stackLines(of: error) {
            let place = line.line == 0 ? line.sourceName : "\(line.sourceName):\(line.line):\(line.column)"
            text += line.function.isEmpty ? "\n    at \(place)" : "\n    at \(line.function) (\(place))"
        }
        return text
    }

    // MARK: Describing values in messages

    /// A short text of a value for error messages; runs no user code.
    func describe(_ value: Value) -> String {
        if value.isString {
            let text = swiftString(value)
            return "\"" + (text.count > 40 ? text.prefix(40) + "…" : text[...]) + "\""
        }
        if value.isSymbol { return descriptiveString(value) }
        if !value.isObject { return value.isLazyOrHole ? "undefined" : swiftString(primitiveToString(value)) }
        if isFunction(value) {
            let name = nameOfFunction(value)
            return name.isEmpty ? "function" : "function \(name)"
        }
        return isArray(value) ? "[object Array]" : "#<\(constructorName(value))>"
    }

    private func constructorName(_ object: Value) -> String {
        guard case .value(let constructor) = get(object, PropertyKey(atom: self[.constructorAtom].offset)),
            isFunction(constructor)
        else { return "Object" }
        let name = nameOfFunction(constructor)
        return name.isEmpty ? "Object" : name
    }

    func keyText(_ key: PropertyKey) -> String {
        let value = self.value(of: key)
        return value.isSymbol ? descriptiveString(value) : swiftString(value)
    }

    /// Source text of the callee of the running call instruction, as V8 shows it; else a description of the value.
    private func calleeText(_ value: Value) -> String {
        let cursor = FrameCursor(self)
        guard cursor.fp > control.pointee.stackBase, let template = template(of: cursor.data), let unit = template.unit,
            !unit.isBuiltin,
            let text = unit.calleeText(at: template.sourceOffset(ofInstruction: cursor.instruction))
        else { return describe(value) }
        return text
    }
}
