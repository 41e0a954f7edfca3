internal import JSON

/// Text with places for arguments, `{name}` or `{a.b}`, and for secrets, `${secrets.NAME}`.
///
/// Braces around anything else are ordinary characters.
struct TextTemplate: Sendable, Equatable {
    enum Part: Sendable, Equatable {
        case literal(String)
        /// The path of an argument, at least one name.
        case argument([String])
        case secret(String)
    }

    let parts: [Part]

    init(_ text: String) throws(HTTPToolTemplateError) {
        var parts: [Part] = []
        var literal = ""
        var rest = text[...]
        while let character = rest.first {
            if rest.hasPrefix("${") {
                guard let close = rest.firstIndex(of: "}") else {
                    throw HTTPToolTemplateError("\"${\" without \"}\" in \"\(text)\"")
                }
                let name = rest[rest.index(rest.startIndex, offsetBy: 2)..<close]
                guard name.hasPrefix("secrets."), SecretName.isValid(name.dropFirst(8)) else {
                    throw HTTPToolTemplateError("\"${\(name)}\" is no secret; write ${secrets.NAME}")
                }
                Self.flush(&literal, to: &parts)
                parts.append(.secret(String(name.dropFirst(8))))
                rest = rest[rest.index(after: close)...]
            } else if character == "{", let close = rest.firstIndex(of: "}"),
                let path = Self.argumentPath(rest[rest.index(after: rest.startIndex)..<close])
            {
                Self.flush(&literal, to: &parts)
                parts.append(.argument(path))
                rest = rest[rest.index(after: close)...]
            } else {
                literal.append(character)
                rest = rest.dropFirst()
            }
        }
        Self.flush(&literal, to: &parts)
        self.parts = parts
    }

    private static func flush(_ literal: inout String, to parts: inout [Part]) {
        guard !literal.isEmpty else { return }
        parts.append(.literal(literal))
        literal = ""
    }

    private static func argumentPath(_ text: Substring) -> [String]? {
        let names = text.split(separator: ".", omittingEmptySubsequences: false)
        guard
            names.allSatisfy({ name in
                !name.isEmpty
                    && name.utf8.allSatisfy { byte in
                        switch byte {
                        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D: true
                        default: false
                        }
                    }
            })
        else { return nil }
        return names.map(String.init)
    }

    /// The first names of the paths of arguments.
    var argumentNames: Set<String> {
        Set(
            parts.compactMap { part in
                guard case .argument(let path) = part else { return nil }
                return path.first
            })
    }

    var secretNames: Set<String> {
        Set(
            parts.compactMap { part in
                guard case .secret(let name) = part else { return nil }
                return name
            })
    }

    /// The path of the argument that the template is, if it is nothing but one.
    var soleArgument: [String]? {
        guard parts.count == 1, case .argument(let path) = parts[0] else { return nil }
        return path
    }

    /// The text for these arguments; nil if one of them is absent or null.
    ///
    /// - Parameters:
    ///   - encode: applied to what stands for an argument.
    ///   - secret: what stands for a secret, as it is to stand there.
    func text(
        _ arguments: JSONObject, encode: (String) -> String = { $0 }, secret: (String) -> String
    ) -> String? {
        var text = ""
        for part in parts {
            switch part {
            case .literal(let literal):
                text += literal
            case .secret(let name):
                text += secret(name)
            case .argument(let path):
                guard let value = arguments.value(at: path)?.templateText else { return nil }
                text += encode(value)
            }
        }
        return text
    }
}

extension JSONObject {
    /// The value at a path of member names; nil where there is none.
    func value(at path: [String]) -> JSONValue? {
        guard let first = path.first, var value = self[first] else { return nil }
        for name in path.dropFirst() {
            guard let next = value[name] else { return nil }
            value = next
        }
        return value
    }
}

extension JSONValue {
    /// How a value stands in a URL, a header or in the middle of a text; nil for null.
    fileprivate var templateText: String? {
        switch self {
        case .null: nil
        case .string(let text): text
        case .bool, .integer, .number, .array, .object: description
        }
    }
}
