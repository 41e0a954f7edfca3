internal import JSON

/// A request that is ready to be sent. It holds the texts of secrets and is never logged.
struct HTTPToolRequest: Sendable {
    var method: HTTPMapping.Method
    /// Scheme, host and port.
    var origin: String
    /// Path and query.
    var target: String
    /// The URL without its query and with names in place of secrets, for messages.
    var shownURL = ""
    var headers: [(name: String, value: String)] = []
    var body: JSONValue?
    /// What must not come back in an answer.
    var secretTexts: Set<String> = []

    init(method: HTTPMapping.Method, origin: String, target: String) {
        self.method = method
        self.origin = origin
        self.target = target
    }

    var url: String { origin + target }
}

extension JSONValue {
    /// The value with every occurrence of the texts replaced, for servers that repeat what they were sent.
    ///
    /// Texts shorter than eight characters are left alone: they would match by chance.
    func redacting(_ texts: Set<String>) -> JSONValue {
        let texts = texts.filter { $0.utf8.count >= 8 }
        return texts.isEmpty ? self : redacted(texts)
    }

    private func redacted(_ texts: Set<String>) -> JSONValue {
        switch self {
        case .null, .bool, .integer, .number: return self
        case .string(let text): return .string(text.redacting(texts))
        case .array(let items): return .array(items.map { $0.redacted(texts) })
        case .object(let members):
            var object = JSONObject()
            for member in members { object[member.key.redacting(texts)] = member.value.redacted(texts) }
            return .object(object)
        }
    }
}

extension String {
    func redacting(_ texts: Set<String>) -> String {
        texts.reduce(self) { result, text in
            result.contains(text) ? result.replacing(text, with: "[secret]") : result
        }
    }
}
