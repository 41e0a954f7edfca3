// JSON text to values. https://tc39.es/ecma262/#sec-json.parse
extension Realm {
    /// The value of a JSON text, or why there is none. The string must be reachable. The value is in no root.
    func parseJSON(_ text: Value) -> (value: Value, failure: JSONFailure?) {
        let units = view(text)
        if units.isLatin1 {
            let bytes = UnsafeBufferPointer(start: units.start.assumingMemoryBound(to: UInt8.self), count: units.count)
            return parseUnits(bytes)
        }
        return parseUnits(
            UnsafeBufferPointer(start: units.start.assumingMemoryBound(to: UInt16.self), count: units.count))
    }

    /// The value of a JSON text in UTF-8 from outside; nil if it is not JSON or the memory limit was reached. The value
    /// is in no root. Invalid UTF-8 reads as U+FFFD.
    func parseJSON(utf8 text: [UInt8]) -> Value? {
        var all: UInt8 = 0
        for byte in text { all |= byte }
        let result =
            all < 0x80
            ? text.withUnsafeBufferPointer { parseUnits($0) }
            : Array(String(decoding: text, as: UTF8.self).utf16).withUnsafeBufferPointer { parseUnits($0) }
        return result.failure == nil ? result.value : nil
    }

    private func parseUnits<Unit: FixedWidthInteger & UnsignedInteger>(
        _ units: UnsafeBufferPointer<Unit>
    ) -> (value: Value, failure: JSONFailure?) {
        let root = keep(.undefined)
        defer { release(root) }
        var parser = JSONParser(self, JSONScanner(units), stackIn: address(of: root))
        return parser.parse()
    }
}
