import Foundation

/// Files in PEM form by which one side of a TLS connection shows itself and knows the other.
package struct TransportSecurity: Hashable, Sendable {
    /// This side's certificate, with the chain behind it.
    package var certificateFile: String
    /// The certificate's private key.
    package var privateKeyFile: String
    /// The authorities whose certificates this side accepts. A server refuses clients without one.
    package var authorityFile: String

    /// The three files.
    package init(certificateFile: String, privateKeyFile: String, authorityFile: String) {
        self.certificateFile = certificateFile
        self.privateKeyFile = privateKeyFile
        self.authorityFile = authorityFile
    }

    /// Makes sure that the files can be read, for libssl's own message would not name the one that cannot.
    func check() throws(LinkError) {
        for file in [certificateFile, privateKeyFile, authorityFile] {
            guard FileManager.default.isReadableFile(atPath: file) else {
                throw LinkError(.configuration, "the file \(file) cannot be read")
            }
        }
    }
}

/// A secret that a dialling side shows in its `Authorization` header.
/// https://www.rfc-editor.org/rfc/rfc6750#section-2.1
package struct BearerToken: Sendable, CustomStringConvertible {
    /// Bytes of a token.
    package static let bytesMax = 1000

    private let text: String

    /// Takes 1 to 1,000 bytes of printable ASCII without spaces; nil for anything else.
    package init?(_ text: String) {
        guard 1...Self.bytesMax ~= text.utf8.count, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else { return nil }
        self.text = text
    }

    /// The header's value.
    var headerValue: String { "Bearer \(text)" }

    /// Whether a header's value is this token, in a time that does not tell how much of it is right.
    func matches(headerValue: String) -> Bool {
        let expected = Array(self.headerValue.utf8)
        let given = Array(headerValue.utf8)
        var difference = expected.count ^ given.count
        for index in expected.indices {
            difference |= Int(expected[index] ^ (index < given.count ? given[index] : 0))
        }
        return difference == 0
    }

    /// Does not show the token.
    package var description: String { "a token" }
}
