/// A builtin object as its file declares it: the table that a realm is built from.
///
/// `Builtins/BuiltinList.swift` names them all. WritingBuiltins.md shows how each kind of member is written.
struct BuiltinObject: @unchecked Sendable {
    let name: String
    let intrinsic: Intrinsic?
    /// Prototype of the object itself.
    let inherits: Intrinsic?
    /// For a constructor: its function, and the object its `prototype` property holds.
    let constructor: BuiltinFunction?
    let prototypeProperty: Intrinsic?
    let cellType: UInt8
    /// Whether the global object has a property of this name.
    let isGlobal: Bool
    let members: [BuiltinMember]

    /// An ordinary object: a prototype, or a namespace such as `Math`.
    init(
        _ name: String, intrinsic: Intrinsic? = nil, inherits: Intrinsic? = .objectPrototype,
        cellType: UInt8 = CellType.object, isGlobal: Bool = false, members: [BuiltinMember]
    ) {
        self.name = name
        self.intrinsic = intrinsic
        self.inherits = inherits
        constructor = nil
        prototypeProperty = nil
        self.cellType = cellType
        self.isGlobal = isGlobal
        self.members = members
    }

    /// A constructor; `prototype` is the object for its `prototype` property, which gets `constructor` in return.
    init(
        constructor function: BuiltinFunction, prototype: Intrinsic?, intrinsic: Intrinsic? = nil,
        inherits: Intrinsic = .functionPrototype,
        isGlobal: Bool = true, members: [BuiltinMember]
    ) {
        name = function.name
        self.intrinsic = intrinsic
        self.inherits = inherits
        constructor = function
        prototypeProperty = prototype
        cellType = CellType.native
        self.isGlobal = isGlobal
        self.members = members
    }
}

/// A builtin function: a leaf, a resumable builtin or JavaScript source.
struct BuiltinFunction: @unchecked Sendable {
    enum Code {
        /// Conversions of `this` and the arguments that are applied when the leaf meets an object.
        case leaf(LeafFunction, converting: [Conversion])
        /// Parameters and slots are registers; `rest` gathers further arguments into the first slot.
        case steps(StepFunction, parameters: Int, slots: Int, rest: Bool)
        /// A function expression in JavaScript, compiled when it is first needed.
        case script(String)
    }

    /// The complete form of a leaf that has only the frequent cases; called where the leaf returns `call.generic`.
    enum GenericForm {
        case steps(StepFunction, parameters: Int, slots: Int, rest: Bool = false)
        case script(String)
    }

    let name: String
    let length: Int
    let code: Code
    /// May be called with `new`.
    let isConstructor: Bool
    /// Form that takes over from a leaf.
    var generic: GenericForm?

    /// The generic form as a function of its own, which the leaf's function object carries once it was needed.
    var genericFunction: BuiltinFunction? {
        switch generic {
        case .steps(let code, let parameters, let slots, let rest):
            .steps(name, length, isConstructor: isConstructor, parameters: parameters, slots: slots, rest: rest, code)
        case .script(let source): .script(name, length, source)
        case nil: nil
        }
    }

    static func leaf(
        _ name: String, _ length: Int, isConstructor: Bool = false, converting: [Conversion] = [],
        generic: GenericForm? = nil, _ code: LeafFunction
    ) -> BuiltinFunction {
        BuiltinFunction(
            name: name, length: length, code: .leaf(code, converting: converting), isConstructor: isConstructor,
            generic: generic)
    }

    static func steps(
        _ name: String, _ length: Int, isConstructor: Bool = false, parameters: Int, slots: Int, rest: Bool = false,
        _ code: StepFunction
    ) -> BuiltinFunction {
        BuiltinFunction(
            name: name, length: length, code: .steps(code, parameters: parameters, slots: slots, rest: rest),
            isConstructor: isConstructor)
    }

    static func script(_ name: String, _ length: Int, _ source: String) -> BuiltinFunction {
        BuiltinFunction(name: name, length: length, code: .script(source), isConstructor: false)
    }
}

/// One property of a builtin object.
struct BuiltinMember: @unchecked Sendable {
    enum Key {
        case string(String)
        case symbol(Intrinsic)
    }

    enum Content {
        case function(BuiltinFunction)
        case accessor(getter: BuiltinFunction?, setter: BuiltinFunction?)
        case number(Double)
        case text(String)
        case boolean(Bool)
        case intrinsic(Intrinsic)
        /// The same function object as the member of this name, which stands before it.
        case alias(String)
        /// The same function object as the property of the global object with this name.
        case global(String)
    }

    let key: Key
    let content: Content
    let attributes: PropertyAttributes

    /// A leaf method.
    static func method(
        _ name: String, _ length: Int, converting: [Conversion] = [], generic: BuiltinFunction.GenericForm? = nil,
        _ code: LeafFunction
    ) -> BuiltinMember {
        BuiltinMember(
            key: .string(name), content: .function(.leaf(name, length, converting: converting, generic: generic, code)),
            attributes: .hidden)
    }

    /// A resumable method.
    static func method(
        _ name: String, _ length: Int, parameters: Int, slots: Int, rest: Bool = false, _ code: StepFunction
    ) -> BuiltinMember {
        BuiltinMember(
            key: .string(name),
            content: .function(.steps(name, length, parameters: parameters, slots: slots, rest: rest, code)),
            attributes: .hidden)
    }

    /// A method written in JavaScript: `source` is a function expression.
    static func method(_ name: String, _ length: Int, script source: String) -> BuiltinMember {
        BuiltinMember(key: .string(name), content: .function(.script(name, length, source)), attributes: .hidden)
    }

    /// A leaf method under a well-known symbol; `name` is its `name` property, such as "[Symbol.iterator]".
    static func symbolMethod(
        _ symbol: Intrinsic, _ name: String, _ length: Int, attributes: PropertyAttributes = .hidden,
        converting: [Conversion] = [], _ code: LeafFunction
    ) -> BuiltinMember {
        BuiltinMember(
            key: .symbol(symbol), content: .function(.leaf(name, length, converting: converting, code)),
            attributes: attributes)
    }

    /// A resumable method under a well-known symbol.
    static func symbolMethod(
        _ symbol: Intrinsic, _ name: String, _ length: Int, parameters: Int, slots: Int,
        attributes: PropertyAttributes = .hidden, _ code: StepFunction
    ) -> BuiltinMember {
        BuiltinMember(
            key: .symbol(symbol), content: .function(.steps(name, length, parameters: parameters, slots: slots, code)),
            attributes: attributes)
    }

    /// An accessor with a leaf getter.
    static func getter(_ name: String, _ code: LeafFunction) -> BuiltinMember {
        BuiltinMember(
            key: .string(name), content: .accessor(getter: .leaf("get " + name, 0, code), setter: nil),
            attributes: [.configurable])
    }

    /// An accessor under a well-known symbol, such as `get [Symbol.species]`.
    static func symbolGetter(_ symbol: Intrinsic, _ name: String, _ code: LeafFunction) -> BuiltinMember {
        BuiltinMember(
            key: .symbol(symbol), content: .accessor(getter: .leaf("get " + name, 0, code), setter: nil),
            attributes: [.configurable])
    }

    /// A number that cannot be changed, such as `Math.PI`.
    static func constant(_ name: String, _ value: Double) -> BuiltinMember {
        BuiltinMember(key: .string(name), content: .number(value), attributes: [])
    }

    /// `Symbol.toStringTag`.
    static func toStringTag(_ text: String) -> BuiltinMember {
        BuiltinMember(key: .symbol(.symbolToStringTag), content: .text(text), attributes: [.configurable])
    }

    static func alias(_ name: String, of other: String) -> BuiltinMember {
        BuiltinMember(key: .string(name), content: .alias(other), attributes: .hidden)
    }

    static func symbolAlias(_ symbol: Intrinsic, of other: String) -> BuiltinMember {
        BuiltinMember(key: .symbol(symbol), content: .alias(other), attributes: .hidden)
    }
}
