/// Where a WebSocket listens: `ws://host:port/path` or `wss://…`.
/// https://www.rfc-editor.org/rfc/rfc6455#section-3
package struct WebSocketURL: Hashable, Sendable, CustomStringConvertible {
    /// Bytes of the whole text.
    package static let bytesMax = 2000

    /// Whether the connection is encrypted.
    package let isSecure: Bool
    /// A name or address, without brackets.
    package let host: String
    /// From 1; 80 or 443 where the text has none.
    package let port: Int
    /// From its `/`, query included.
    package let path: String

    /// Reads a URL; nil for other schemes, for user names, fragments, and characters that do not belong into one.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.bytesMax,
            text.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "@") })
        else { return nil }
        let lowered = text.lowercased()
        guard let scheme = ["ws://", "wss://"].first(where: lowered.hasPrefix) else { return nil }
        isSecure = scheme == "wss://"
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let tail = rest.dropFirst(authority.count)
        path = tail.hasPrefix("/") ? String(tail) : "/" + tail
        let portText: Substring
        if authority.hasPrefix("[") {
            guard let bracket = authority.firstIndex(of: "]") else { return nil }
            host = String(authority[..<bracket].dropFirst())
            portText = authority[bracket...].dropFirst()
        } else {
            let name = authority.prefix { $0 != ":" }
            host = String(name)
            portText = authority.dropFirst(name.count)
        }
        guard !host.isEmpty else { return nil }
        if portText.isEmpty {
            port = isSecure ? 443 : 80
        } else {
            guard portText.hasPrefix(":"), portText.dropFirst().allSatisfy({ "0"..."9" ~= $0 }),
                let number = Int(portText.dropFirst()), 1...65_535 ~= number
            else { return nil }
            port = number
        }
    }

    /// The host and, where it is not the scheme's own, the port, as a `Host` header has them.
    package var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    package var description: String { "\(isSecure ? "wss" : "ws")://\(authority)\(path)" }
}
