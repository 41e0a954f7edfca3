import JavaScriptSyntax

/// Writes the instruction words, jumps, positions and handlers of one function.
///
/// Jumps name labels. A jump to a label that is not bound yet joins the label's chain and is patched when it is bound.
/// Comparing jumps reach 32,767 words; when one falls short, `needsLongJumps` is set and the function is assembled again
/// with `usesLongJumps`, where each of them hops over a jump of 32 bits.
struct Assembler {
    /// A place in the code that jumps refer to.
    struct Label {
        fileprivate let index: Int
    }

    private struct LabelState {
        /// Instruction index, or -1 while unbound.
        var position: Int
        /// Newest entry of `fixups`, or -1.
        var chain = -1
    }

    private struct Fixup {
        var instruction: Int
        var next: Int
        var isShort: Bool
    }

    private(set) var code: [UInt64] = []
    private(set) var positions: [FunctionTemplate.Position] = []
    private(set) var variableNames: [(index: UInt32, name: JSText)] = []
    private(set) var handlers: [FunctionTemplate.ExceptionHandler] = []
    /// Whether control can arrive at the next instruction.
    private(set) var isReachable = true
    /// A comparing jump was out of range.
    private(set) var needsLongJumps = false
    let usesLongJumps: Bool
    private var labels: ContiguousArray<LabelState> = []
    private var fixups: ContiguousArray<Fixup> = []
    private var constantReferences: ContiguousArray<Int> = []
    private var lastOffset = UInt32.max

    init(usesLongJumps: Bool) {
        self.usesLongJumps = usesLongJumps
        code.reserveCapacity(64)
        positions.reserveCapacity(32)
    }

    /// Index of the next instruction.
    var here: Int { code.count }

    // MARK: Instructions

    @inline(__always)
    private static func word(_ op: Opcode, _ a: Int, _ b: Int, _ c: Int) -> UInt64 {
        UInt64(op.rawValue) | UInt64(UInt16(truncatingIfNeeded: a)) << 16
            | UInt64(UInt16(truncatingIfNeeded: b)) << 32 | UInt64(UInt16(truncatingIfNeeded: c)) << 48
    }

    /// An instruction with up to three 16-bit operands. Like all others, it is left out where control cannot arrive.
    mutating func emit(_ op: Opcode, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0) {
        if !isReachable { return }
        code.append(Self.word(op, a, b, c))
    }

    /// An instruction that can throw, with the source offset that the error shows.
    mutating func emit(_ op: Opcode, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, at offset: UInt32) {
        if !isReachable { return }
        mark(offset)
        code.append(Self.word(op, a, b, c))
    }

    /// An instruction with a 32-bit operand in b and c.
    mutating func emit(_ op: Opcode, _ a: Int, immediate: Int) {
        if !isReachable { return }
        code.append(Self.word(op, a, 0, 0) | UInt64(UInt32(truncatingIfNeeded: immediate)) << 32)
    }

    /// The same for an instruction that can throw.
    mutating func emit(_ op: Opcode, _ a: Int, immediate: Int, at offset: UInt32) {
        if !isReachable { return }
        mark(offset)
        emit(op, a, immediate: immediate)
    }

    /// An instruction with a constant, whose place is known when all others have theirs: see `placeConstants`.
    mutating func emit(_ op: Opcode, _ a: Int, constant: Int, at offset: UInt32? = nil) {
        if !isReachable { return }
        if let offset { mark(offset) }
        constantReferences.append(code.count)
        emit(op, a, immediate: constant)
    }

    /// Turns the numbers of constants into word offsets.
    mutating func placeConstants(at base: Int) {
        for index in constantReferences { code[index] &+= UInt64(UInt32(truncatingIfNeeded: base)) << 32 }
    }

    /// An instruction after which control does not continue.
    mutating func emitFinal(_ op: Opcode, _ a: Int = 0, _ b: Int = 0, at offset: UInt32? = nil) {
        if !isReachable { return }
        if let offset { mark(offset) }
        emit(op, a, b)
        isReachable = false
    }

    private mutating func mark(_ offset: UInt32) {
        if offset == lastOffset { return }
        lastOffset = offset
        positions.append(FunctionTemplate.Position(index: UInt32(truncatingIfNeeded: code.count), offset: offset))
    }

    /// Names the variable that the next instruction checks.
    mutating func nameVariable(_ name: JSText) {
        if !isReachable { return }
        variableNames.append((UInt32(truncatingIfNeeded: code.count), name))
    }

    /// Sets operand c of an instruction that was emitted with a placeholder.
    mutating func patch(_ index: Int, b: Int? = nil, c: Int? = nil) {
        var word = code[index]
        if let b { word = word & ~(0xffff << 32) | UInt64(UInt16(truncatingIfNeeded: b)) << 32 }
        if let c { word = word & ~(0xffff << 48) | UInt64(UInt16(truncatingIfNeeded: c)) << 48 }
        code[index] = word
    }

    // MARK: Labels and jumps

    mutating func makeLabel() -> Label {
        labels.append(LabelState(position: -1))
        return Label(index: labels.count - 1)
    }

    /// Puts a label here. A loop's label is reachable by the jump back that is yet to come.
    mutating func bind(_ label: Label, isLoop: Bool = false) {
        var chain = labels[label.index].chain
        if chain >= 0 || isLoop { isReachable = true }
        // An instruction here may be reached with another position in force.
        lastOffset = .max
        labels[label.index] = LabelState(position: code.count)
        while chain >= 0 {
            let fixup = fixups[chain]
            setDistance(of: fixup.instruction, to: code.count - fixup.instruction, isShort: fixup.isShort)
            chain = fixup.next
        }
    }

    /// Whether some jump leads to a label that is not bound yet.
    func isUsed(_ label: Label) -> Bool { labels[label.index].chain >= 0 }

    private mutating func setDistance(of instruction: Int, to distance: Int, isShort: Bool) {
        if isShort {
            if distance > Int(Int16.max) || distance < Int(Int16.min) { needsLongJumps = true }
            patch(instruction, c: distance)
        } else {
            let field = UInt64(UInt32(truncatingIfNeeded: distance)) << 32
            code[instruction] = code[instruction] & 0xffff_ffff | field
        }
    }

    private mutating func refer(to label: Label, isShort: Bool) {
        let instruction = code.count - 1
        let state = labels[label.index]
        if state.position >= 0 {
            setDistance(of: instruction, to: state.position - instruction, isShort: isShort)
        } else {
            fixups.append(Fixup(instruction: instruction, next: state.chain, isShort: isShort))
            labels[label.index].chain = fixups.count - 1
        }
    }

    /// `jump` or `loop`; nothing if control cannot arrive here.
    mutating func jump(_ label: Label, isLoop: Bool = false) {
        if !isReachable { return }
        emit(isLoop ? .loop : .jump, 0, immediate: 0)
        refer(to: label, isShort: false)
        isReachable = false
    }

    /// A jump on one register, such as `jumpTrue` or `jumpIteratorDirect`.
    mutating func jump(_ op: Opcode, _ a: Int, _ label: Label) {
        if !isReachable { return }
        emit(op, a, immediate: 0)
        refer(to: label, isShort: false)
    }

    /// A comparing jump: a is a register, b a register or a small integer.
    mutating func jump(_ op: Opcode, _ a: Int, _ b: Int, _ label: Label, at offset: UInt32) {
        if !isReachable { return }
        if usesLongJumps {
            let isLoop = op.rawValue != op.withoutLoop.rawValue
            emit(op.withoutLoop, a, b, 2, at: offset)
            emit(.jump, 0, immediate: 2)
            emit(isLoop ? .loop : .jump, 0, immediate: 0)
            refer(to: label, isShort: false)
        } else {
            emit(op, a, b, 0, at: offset)
            refer(to: label, isShort: true)
        }
    }

    /// `iteratorNext` or `forInNext`, whose exit may be far away, with the label to jump back to.
    mutating func next(_ op: Opcode, _ a: Int, _ b: Int, exit: Label, head: Label, at offset: UInt32) {
        if !isReachable { return }
        if usesLongJumps {
            emit(.jump, 0, immediate: 2)
            emit(.jump, 0, immediate: 0)
            refer(to: exit, isShort: false)
            bind(head, isLoop: true)
            emit(op, a, b, -1, at: offset)
        } else {
            bind(head, isLoop: true)
            emit(op, a, b, 0, at: offset)
            refer(to: exit, isShort: true)
        }
    }

    // MARK: Handlers

    /// Covers the instructions from `start` to here. Inner handlers are added before outer ones.
    mutating func addHandler(from start: Int, to end: Int, target: Int, register: Int, isFinally: Bool) {
        if start >= end { return }
        handlers.append(
            FunctionTemplate.ExceptionHandler(
                start: start, end: end, target: target, register: register, isFinally: isFinally))
    }

    /// The next instruction is the target of a handler.
    mutating func beginHandler() {
        isReachable = true
        lastOffset = .max
    }
}

extension Opcode {
    /// The forward form of a comparing jump at the end of a loop.
    fileprivate var withoutLoop: Opcode {
        switch self {
        case .loopLess: .jumpLess
        case .loopLessEqual: .jumpLessEqual
        case .loopGreater: .jumpGreater
        case .loopGreaterEqual: .jumpGreaterEqual
        case .loopLessInt: .jumpLessInt
        case .loopLessEqualInt: .jumpLessEqualInt
        case .loopGreaterInt: .jumpGreaterInt
        case .loopGreaterEqualInt: .jumpGreaterEqualInt
        default: self
        }
    }
}
