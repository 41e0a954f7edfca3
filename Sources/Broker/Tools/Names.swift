/// The rule for names of tools, those from configuration and those from Swift alike.
enum ToolName {
    static let rule = "a tool's name is 1 to 128 of the characters A-Z a-z 0-9 _ . : / -"

    static func isValid(_ name: String) -> Bool {
        (1...128).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                case 0x5F, 0x2E, 0x3A, 0x2F, 0x2D: true
                default: false
                }
            }
    }
}

/// The rule for names of secrets.
enum SecretName {
    static let rule = "a secret's name is 1 to 128 of the characters A-Z a-z 0-9 _"

    static func isValid(_ name: some StringProtocol) -> Bool {
        (1...128).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: true
                default: false
                }
            }
    }
}
