/// Text of dumps: quoted so that every dump is printable ASCII, whatever the program holds.
enum DumpText {
    /// A string value in double quotes, with escapes for everything that is not printable ASCII.
    static func quoted(_ text: JSText) -> String {
        var result = "\""
        for unit in text.utf16 {
            switch unit {
            case 0x22: result += "\\\""
            case 0x5C: result += "\\\\"
            case 0x0A: result += "\\n"
            case 0x20..<0x7F: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result + "\""
    }

    /// A name as it stands if it is an ASCII identifier, else quoted.
    static func name(_ text: JSText) -> String {
        let isPlain = !text.utf16.isEmpty && text.utf16.allSatisfy { $0 < 0x80 && Lexer.isIdentifierPart(UInt8($0)) }
        return isPlain ? text.description : quoted(text)
    }
}
