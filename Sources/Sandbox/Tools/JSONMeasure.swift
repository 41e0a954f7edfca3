/// Depth and size of JSON text that is known to be well-formed, found without building the value.
struct JSONMeasure: Equatable {
    /// Arrays and objects inside each other.
    private(set) var depth = 0
    /// Elements of all arrays and members of all objects.
    private(set) var properties = 0

    init(_ text: some Sequence<UInt8>) {
        var isInString = false
        var isEscaped = false
        var isEmpty = false
        var level = 0
        for byte in text {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            if isEmpty, byte != UInt8(ascii: "]"), byte != UInt8(ascii: "}"), byte > 0x20 {
                properties += 1
                isEmpty = false
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                level += 1
                depth = max(depth, level)
                isEmpty = true
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                level -= 1
                isEmpty = false
            case UInt8(ascii: ","): properties += 1
            default: break
            }
        }
    }
}
