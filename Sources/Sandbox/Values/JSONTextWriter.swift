/// Writes compact JSON, without recursion. NaN and the infinities become `null`; whole numbers carry no fraction.
struct JSONTextWriter {
    private enum Step {
        case value(SandboxValue)
        case text(String)
        case key(String, isFirst: Bool)
    }

    private(set) var text = ""

    mutating func write(_ value: SandboxValue) {
        var steps = [Step.value(value)]
        while let step = steps.popLast() {
            switch step {
            case .text(let piece): text += piece
            case .key(let key, let isFirst):
                if !isFirst { text += "," }
                write(string: key)
                text += ":"
            case .value(.array(let elements)):
                text += "["
                steps.append(.text("]"))
                for (index, element) in elements.enumerated().reversed() {
                    steps.append(.value(element))
                    if index > 0 { steps.append(.text(",")) }
                }
            case .value(.object(let members)):
                text += "{"
                steps.append(.text("}"))
                for (index, member) in members.enumerated().reversed() {
                    steps.append(.value(member.value))
                    steps.append(.key(member.key, isFirst: index == 0))
                }
            case .value(.string(let value)): write(string: value)
            case .value(.number(let value)): text += Self.text(of: value)
            case .value(.bool(let value)): text += value ? "true" : "false"
            case .value(.null): text += "null"
            }
        }
    }

    private static func text(of number: Double) -> String {
        guard number.isFinite else { return "null" }
        let text = number.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// Writes text in quotes.
    mutating func write(string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
