/// Short random texts that tie an answer to a line of the log.
enum RandomID {
    /// 16 hexadecimal digits.
    static func text() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
