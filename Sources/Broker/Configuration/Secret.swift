/// A credential. Its text leaves only through `reveal()`; printing, logging or reflecting a secret shows nothing of it.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    public init(_ text: String) {
        self.text = text
    }

    /// The credential itself. Each call of this is a place to review.
    package func reveal() -> String { text }

    public var description: String { "<secret>" }
    public var debugDescription: String { "<secret>" }
    /// Without children, so that nothing can be reflected out of it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
