/// The members of an object in the order in which they were first set.
///
/// Keys are the same only if their bytes are, as in JavaScript; Swift's own comparison takes different spellings of one
/// character for equal.
public struct SandboxObject: Sendable, Hashable {
    /// One member.
    public struct Member: Sendable, Hashable {
        /// Unique within the object, byte by byte.
        public let key: String
        /// What stands under the key.
        public fileprivate(set) var value: SandboxValue
    }

    /// Text that is equal to other text only byte by byte.
    private struct ExactKey: Hashable {
        let text: String

        static func == (left: ExactKey, right: ExactKey) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

        func hash(into hasher: inout Hasher) {
            for byte in text.utf8 { hasher.combine(byte) }
        }
    }

    /// Objects with more members than this keep an index.
    private static let linearSearchMax = 12

    private var members: [Member] = []
    private var positions: [ExactKey: Int] = [:]

    /// An object without members.
    public init() {}

    /// The keys in order.
    public var keys: some Sequence<String> { members.lazy.map(\.key) }

    /// The value of a key. Setting nil removes the member, at a cost proportional to the object's size.
    public subscript(key: String) -> SandboxValue? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil):
                members.remove(at: position)
                index()
            case (nil, let value?):
                members.append(Member(key: key, value: value))
                if members.count == Self.linearSearchMax + 1 {
                    index()
                } else if !positions.isEmpty {
                    positions[ExactKey(text: key)] = members.count - 1
                }
            case (nil, nil): break
            }
        }
    }

    private func position(of key: String) -> Int? {
        if positions.isEmpty { return members.firstIndex { $0.key.utf8.elementsEqual(key.utf8) } }
        return positions[ExactKey(text: key)]
    }

    private mutating func index() {
        positions = [:]
        guard members.count > Self.linearSearchMax else { return }
        for (position, member) in members.enumerated() { positions[ExactKey(text: member.key)] = position }
    }

    public static func == (left: SandboxObject, right: SandboxObject) -> Bool { left.members == right.members }

    public func hash(into hasher: inout Hasher) { hasher.combine(members) }
}

extension SandboxObject: RandomAccessCollection {
    public var startIndex: Int { members.startIndex }
    public var endIndex: Int { members.endIndex }
    /// The member at a position, in order.
    public subscript(position: Int) -> Member { members[position] }
}
