/// Text compared and hashed by its bytes.
///
/// Swift's own comparison calls canonically equivalent strings equal and hashes them alike. On the wire they are
/// different keys, and a sender could fill one hash bucket with the reorderings of a few combining marks.
package struct ExactText: Hashable, Sendable {
    let text: String

    /// The bytes of a text.
    package init(_ text: String) {
        self.text = text
    }

    package static func == (left: ExactText, right: ExactText) -> Bool {
        let left = left.text.utf8.span
        let right = right.text.utf8.span
        guard left.count == right.count else { return false }
        for index in 0..<left.count where left[index] != right[index] { return false }
        return true
    }

    package func hash(into hasher: inout Hasher) {
        var word: UInt64 = 0
        var count = 0
        for byte in text.utf8 {
            word = word << 8 | UInt64(byte)
            count &+= 1
            if count & 7 == 0 { hasher.combine(word) }
        }
        hasher.combine(word)
        hasher.combine(count)
    }
}
