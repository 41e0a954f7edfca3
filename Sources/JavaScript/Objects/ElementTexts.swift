// Joining elements: measure, then write into a string of that length.
extension Realm {
    /// The string of the elements of a plain array of strings, int32s, booleans and nullish values, which is as long as it
    /// has to be. Both operands must be reachable. https://tc39.es/ecma262/#sec-array.prototype.join
    func joinElements(of source: Value, separator: Value) -> Value {
        guard let array = plainArray(source) else { return .undefined }
        let between = view(separator)
        var isLatin1 = between.isLatin1
        var total = between.count &* (array.count &- 1)
        for i in 0..<array.count {
            let value = array[i]
            if value.isString {
                // Flattens, so that nothing allocates while the result is written.
                let text = view(value)
                total &+= text.count
                if !text.isLatin1 { isLatin1 = false }
            } else {
                total &+= lengthOfText(value)
            }
        }
        charge(array.count &+ total &>> 4)
        if total > Realm.stringLengthMax { return throwRangeError("Invalid string length") }
        if total == 0 { return self[.emptyString] }
        let bytes = isLatin1 ? total : total &* 2
        if bytes > 4_096, !reserve(bytes) { return .undefined }
        let result = isLatin1 ? allocateLatin1(total) : allocateUTF16(total)
        let data = result + Cell.stringData
        var end = 0
        for i in 0..<array.count {
            if i > 0, between.count > 0 {
                copyUnits(between, to: data, at: end, isLatin1: isLatin1)
                end &+= between.count
            }
            end = writeElement(array[i], to: data, at: end, isLatin1: isLatin1)
        }
        return string(result)
    }

    private func writeElement(
        _ value: Value, to data: UnsafeMutableRawPointer, at start: Int, isLatin1: Bool
    ) -> Int {
        if value.isInt32 {
            let length = lengthOfText(value)
            var magnitude = value.int32.magnitude
            var i = start &+ length
            repeat {
                i &-= 1
                store(UInt8(truncatingIfNeeded: 48 &+ magnitude % 10), data, i, isLatin1)
                magnitude /= 10
            } while magnitude > 0
            if value.int32 < 0 { store(45, data, start, isLatin1) }
            return start &+ length
        }
        guard value.isString || value.isBoolean else { return start }
        let text = view(value.isString ? value : primitiveToString(value))
        copyUnits(text, to: data, at: start, isLatin1: isLatin1)
        return start &+ text.count
    }

    private func store(_ unit: UInt8, _ data: UnsafeMutableRawPointer, _ index: Int, _ isLatin1: Bool) {
        if isLatin1 {
            data.storeBytes(of: unit, toByteOffset: index, as: UInt8.self)
        } else {
            data.storeBytes(of: UInt16(unit), toByteOffset: index &* 2, as: UInt16.self)
        }
    }

    /// Units of the text of an int32, a boolean, or of what is joined as nothing.
    private func lengthOfText(_ value: Value) -> Int {
        guard value.isInt32 else { return value.isBoolean ? (value.bits == Value.true.bits ? 4 : 5) : 0 }
        var length = value.int32 < 0 ? 2 : 1
        var magnitude = value.int32.magnitude
        while magnitude >= 10 {
            magnitude /= 10
            length &+= 1
        }
        return length
    }
}
