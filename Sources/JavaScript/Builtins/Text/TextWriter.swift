/// Writes a string in two passes over the same steps: the first measures, the second writes, so that nothing is
/// allocated but the result.
///
/// ```swift
/// realm.makeString { writer in writer.append(head); writer.append(unit: 45) }
/// ```
///
/// Steps that stop early because the program is to be terminated need not do the same in both passes: the second one
/// writes no more than was measured.
struct TextWriter {
    private(set) var count = 0
    /// Units that there is room for.
    private var capacity = Int.max
    private(set) var isLatin1 = true
    private var target: UnsafeMutableRawPointer?

    fileprivate init() {}

    /// The second pass, into the data of a string of the measured size.
    fileprivate init(target: UnsafeMutableRawPointer, capacity: Int, isLatin1: Bool) {
        self.target = target
        self.capacity = capacity
        self.isLatin1 = isLatin1
    }

    @inline(__always) mutating func append(unit: UInt16) {
        if let target {
            guard count < capacity else { return }
            if isLatin1 {
                target.storeBytes(of: UInt8(truncatingIfNeeded: unit), toByteOffset: count, as: UInt8.self)
            } else {
                target.storeBytes(of: unit, toByteOffset: count &* 2, as: UInt16.self)
            }
        } else if unit > 0xFF {
            isLatin1 = false
        }
        count &+= 1
    }

    mutating func append(codePoint: UInt32) {
        if codePoint < 0x1_0000 { return append(unit: UInt16(truncatingIfNeeded: codePoint)) }
        append(unit: UInt16(truncatingIfNeeded: 0xD7C0 &+ codePoint >> 10))
        append(unit: UInt16(truncatingIfNeeded: 0xDC00 | codePoint & 0x3FF))
    }

    mutating func append(_ text: StringView) {
        if let target {
            guard text.count <= capacity &- count else { return }
            copy(text, to: target)
        } else if !text.isLatin1 {
            isLatin1 = false
        }
        count &+= text.count
    }

    mutating func append(_ text: StaticString) {
        append(StringView(latin1: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Units of a text repeated until there are `total` of them.
    mutating func append(_ text: StringView, filling total: Int) {
        if target == nil {
            isLatin1 = isLatin1 && text.isLatin1
            count &+= total
            return
        }
        guard let target, text.count > 0, total <= capacity &- count else { return }
        // Once, then what is there again and again, so that a short text takes no longer than a long one.
        let width = isLatin1 ? 1 : 2
        let start = target + count &* width
        append(text.slice(0, min(total, text.count)))
        var written = min(total, text.count)
        while written < total {
            let part = min(written, total &- written)
            (start + written &* width).copyMemory(from: start, byteCount: part &* width)
            written &+= part
            count &+= part
        }
    }

    private func copy(_ text: StringView, to target: UnsafeMutableRawPointer) {
        if isLatin1 || !text.isLatin1 {
            let width = isLatin1 ? 1 : 2
            (target + count &* width).copyMemory(from: text.start, byteCount: text.count &* width)
        } else {
            for i in 0..<text.count { target.storeBytes(of: text[i], toByteOffset: (count &+ i) &* 2, as: UInt16.self) }
        }
    }
}

extension Realm {
    /// A string that `steps` writes; the steps run twice and must do the same both times. What they read must be
    /// reachable. RangeError if the text is too long; charges fuel by its length.
    @inline(__always) func makeString(_ steps: (inout TextWriter) -> Void) -> Value {
        var measure = TextWriter()
        steps(&measure)
        if measure.count == 0 { return self[.emptyString] }
        guard let result = allocateString(measure.count, isLatin1: measure.isLatin1) else { return .exception }
        var writer = TextWriter(
            target: result + Cell.stringData, capacity: measure.count, isLatin1: measure.isLatin1)
        steps(&writer)
        return string(result)
    }

    /// A string of a length that a program chose, whose units the caller writes at once. Nil with an exception pending
    /// if it would be too long, or if the memory limit was reached.
    func allocateString(_ count: Int, isLatin1: Bool) -> UnsafeMutableRawPointer? {
        if count > Realm.stringLengthMax {
            _ = throwRangeError("Invalid string length")
            return nil
        }
        charge(count &>> 4)
        if count > 1_024, !reserve(isLatin1 ? count : count &* 2) { return nil }
        return isLatin1 ? allocateLatin1(count) : allocateUTF16(count)
    }
}

extension StringView {
    /// https://tc39.es/ecma262/#sec-codepointat: the code point at an index below `count`, and how many units it takes.
    /// A lone surrogate is a code point of its own.
    @inline(__always) func codePoint(at i: Int) -> (value: UInt32, units: Int) {
        let first = UInt32(self[i])
        if isLatin1 || first & 0xFC00 != 0xD800 || i &+ 1 >= count { return (first, 1) }
        let second = UInt32(self[i &+ 1])
        if second & 0xFC00 != 0xDC00 { return (first, 1) }
        return (0x1_0000 &+ (first & 0x3FF) << 10 &+ (second & 0x3FF), 2)
    }
}
