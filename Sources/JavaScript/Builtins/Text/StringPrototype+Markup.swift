// The HTML methods of Annex B. https://tc39.es/ecma262/#sec-additional-properties-of-the-string.prototype-object
extension StringPrototype {
    static let markup: [BuiltinMember] = [
        .method("anchor", 1, converting: [.string, .string]) {
            leaf({ markup($0, "String.prototype.anchor", "a", "name") }, $0, $1, $2)
        },
        .method("big", 0, converting: [.string]) { leaf({ markup($0, "String.prototype.big", "big") }, $0, $1, $2) },
        .method("blink", 0, converting: [.string]) {
            leaf({ markup($0, "String.prototype.blink", "blink") }, $0, $1, $2)
        },
        .method("bold", 0, converting: [.string]) { leaf({ markup($0, "String.prototype.bold", "b") }, $0, $1, $2) },
        .method("fixed", 0, converting: [.string]) { leaf({ markup($0, "String.prototype.fixed", "tt") }, $0, $1, $2) },
        .method("fontcolor", 1, converting: [.string, .string]) {
            leaf({ markup($0, "String.prototype.fontcolor", "font", "color") }, $0, $1, $2)
        },
        .method("fontsize", 1, converting: [.string, .string]) {
            leaf({ markup($0, "String.prototype.fontsize", "font", "size") }, $0, $1, $2)
        },
        .method("italics", 0, converting: [.string]) {
            leaf({ markup($0, "String.prototype.italics", "i") }, $0, $1, $2)
        },
        .method("link", 1, converting: [.string, .string]) {
            leaf({ markup($0, "String.prototype.link", "a", "href") }, $0, $1, $2)
        },
        .method("small", 0, converting: [.string]) {
            leaf({ markup($0, "String.prototype.small", "small") }, $0, $1, $2)
        },
        .method("strike", 0, converting: [.string]) {
            leaf({ markup($0, "String.prototype.strike", "strike") }, $0, $1, $2)
        },
        .method("sub", 0, converting: [.string]) { leaf({ markup($0, "String.prototype.sub", "sub") }, $0, $1, $2) },
        .method("sup", 0, converting: [.string]) { leaf({ markup($0, "String.prototype.sup", "sup") }, $0, $1, $2) },
    ]

    /// https://tc39.es/ecma262/#sec-createhtml
    private static func markup(
        _ call: Arguments, _ method: StaticString, _ tag: StaticString, _ attribute: StaticString? = nil
    ) -> Value {
        guard let text = call.thisString(method) else { return call.exit }
        let realm = call.realm
        let units = realm.view(text)
        var value: StringView?
        if attribute != nil {
            guard let given = call.rootedString(0) else { return call.exit }
            value = realm.view(given)
        }
        return realm.makeString { writer in
            writer.append(unit: 60)
            writer.append(tag)
            if let attribute, let value { write(attribute, value, &writer) }
            writer.append(unit: 62)
            writer.append(units)
            writer.append("</")
            writer.append(tag)
            writer.append(unit: 62)
        }
    }

    /// ` attribute="value"`, with quotation marks as entities.
    private static func write(_ attribute: StaticString, _ value: StringView, _ writer: inout TextWriter) {
        writer.append(unit: 32)
        writer.append(attribute)
        writer.append("=\"")
        for i in 0..<value.count {
            if value[i] == 34 { writer.append("&quot;") } else { writer.append(unit: value[i]) }
        }
        writer.append(unit: 34)
    }
}
