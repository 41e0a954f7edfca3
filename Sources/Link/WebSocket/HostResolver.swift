import Foundation

/// Finds the addresses of a host on a thread of its own: libwebsockets would do it on the loop's, and a name server that
/// does not answer would stop every link.
enum HostResolver {
    /// Addresses that are tried of one host.
    static let addressesMax = 8

    /// The addresses as text, in the system's order of preference.
    static func addresses(of host: String) async throws(LinkError) -> [String] {
        let addresses = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: lookUp(host)) }
        }
        guard !addresses.isEmpty else { throw LinkError(.unreachable, "no address for the host \(host)") }
        return addresses
    }

    private static func lookUp(_ host: String) -> [String] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &first) == 0 else { return [] }
        defer { freeaddrinfo(first) }
        var addresses: [String] = []
        // A list that ends in nil, valid until it is freed.
        var next = first
        while let entry = next?.pointee, addresses.count < addressesMax {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            if getnameinfo(entry.ai_addr, entry.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 {
                let address = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                if !addresses.contains(address) { addresses.append(address) }
            }
            next = entry.ai_next
        }
        return addresses
    }
}
