/// Where a broker's API is: `http://host:port/prefix` or `https://…`.
///
/// Routes are appended to the prefix. References that the broker sends are resolved against it, and only where they stay
/// with the same scheme, host and port: credentials go to nobody else.
/// https://www.rfc-editor.org/rfc/rfc3986#section-3
public struct BrokerURL: Hashable, Sendable, CustomStringConvertible {
    /// Bytes of a URL or a reference.
    public static let bytesMax = 2_000

    /// Whether the connection is encrypted.
    public let isSecure: Bool
    /// A name or an address, in lower case, IPv6 without brackets.
    public let host: String
    /// From 1; 80 or 443 where the text has none.
    public let port: Int
    /// What stands before every route: empty, or with a leading and no trailing slash.
    public let pathPrefix: String

    /// Reads a URL; nil for other schemes, for user names, queries, fragments, and characters that do not belong into one.
    public init?(_ text: String) {
        guard let (origin, tail) = Origin.split(text), !tail.contains("?") else { return nil }
        isSecure = origin.isSecure
        host = origin.host
        port = origin.port
        let prefix = tail.hasSuffix("/") ? String(tail.dropLast()) : String(tail)
        guard prefix.isEmpty || Self.isPlain(path: prefix) else { return nil }
        pathPrefix = prefix
    }

    private var origin: Origin { Origin(isSecure: isSecure, host: host, port: port) }

    /// Without a slash at its end.
    public var description: String { origin.text + pathPrefix }

    /// The URL of a route.
    ///
    /// - Parameter path: from its `/`, encoded, with its query.
    func url(_ path: String) -> String { description + path }

    /// The URL that a broker's reference means; nil for one that leads elsewhere or that is not plain.
    ///
    /// - Parameter reference: a path relative to this URL, or an absolute URL.
    func resolve(_ reference: String) -> String? {
        guard !reference.isEmpty, reference.utf8.count <= Self.bytesMax else { return nil }
        if let (origin, tail) = Origin.split(reference) {
            guard origin == self.origin, Self.isPlain(path: String(tail)) else { return nil }
            return origin.text + tail
        }
        let path = reference.hasPrefix("/") ? reference : "/" + reference
        // A colon before the first slash would be a scheme, two slashes another host.
        guard !path.hasPrefix("//"), !reference.prefix(while: { $0 != "/" }).contains(":"), Self.isPlain(path: path)
        else { return nil }
        return url(path)
    }

    /// Whether a path, with or without a query, holds no characters but a URL's and no segment that leads upwards.
    private static func isPlain(path: String) -> Bool {
        guard path.hasPrefix("/"), path.utf8.allSatisfy(Origin.isURLByte), !path.lowercased().contains("%2e")
        else { return false }
        let segments = path.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false)
        return segments.dropFirst().allSatisfy { $0 != "." && $0 != ".." } && !path.hasPrefix("//")
    }
}

/// A scheme, a host and a port.
private struct Origin: Hashable {
    let isSecure: Bool
    let host: String
    let port: Int

    var text: String {
        let name = host.contains(":") ? "[\(host)]" : host
        let shownPort = port == (isSecure ? 443 : 80) ? "" : ":\(port)"
        return (isSecure ? "https://" : "http://") + name + shownPort
    }

    /// The origin of an absolute URL and what follows it; nil for anything else.
    static func split(_ text: String) -> (origin: Origin, tail: Substring)? {
        guard text.utf8.count <= BrokerURL.bytesMax, text.utf8.allSatisfy(isURLByte) else { return nil }
        let lowered = text.lowercased()
        guard let scheme = ["http://", "https://"].first(where: lowered.hasPrefix) else { return nil }
        let isSecure = scheme == "https://"
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else { return nil }
        let host: Substring
        let portText: Substring
        if authority.hasPrefix("[") {
            guard let bracket = authority.firstIndex(of: "]") else { return nil }
            host = authority[..<bracket].dropFirst()
            portText = authority[bracket...].dropFirst()
        } else {
            host = authority.prefix { $0 != ":" }
            portText = authority.dropFirst(host.count)
        }
        guard !host.isEmpty, let port = port(portText, isSecure: isSecure) else { return nil }
        let origin = Origin(isSecure: isSecure, host: host.lowercased(), port: port)
        return (origin, rest.dropFirst(authority.count))
    }

    private static func port(_ text: Substring, isSecure: Bool) -> Int? {
        guard !text.isEmpty else { return isSecure ? 443 : 80 }
        guard text.hasPrefix(":"), let port = UInt16(text.dropFirst()), port > 0 else { return nil }
        return Int(port)
    }

    /// Printable ASCII without what a URL must encode or what parsers read differently.
    static func isURLByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "#"), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            false
        default: 0x21...0x7E ~= byte
        }
    }
}

extension String {
    /// The text as the value of a query item: everything but unreserved characters is encoded.
    /// https://www.rfc-editor.org/rfc/rfc3986#section-2.1
    var queryEncoded: String {
        let digits = Array("0123456789ABCDEF")
        var encoded = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                encoded += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return encoded
    }
}
