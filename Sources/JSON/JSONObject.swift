/// The members of a JSON object in the order in which they were first set.
///
/// Setting a key that is there keeps its place and replaces its value, as `JSON.parse` does for repeated keys, so every
/// peer sees the same member. Keys are the same only if their bytes are. Look-up is linear for small objects and hashed,
/// with a seed of this process, for others.
public struct JSONObject: Sendable {
    /// One member.
    public struct Member: Sendable, Equatable {
        /// Unique within the object, byte by byte.
        public let key: String
        /// What stands under the key.
        public fileprivate(set) var value: JSONValue
    }

    /// Objects with more members than this keep an index.
    private static let linearSearchMax = 12

    private var members: [Member] = []
    /// Key to position in `members`; empty while linear search is enough.
    private var positions: [ExactText: Int] = [:]

    /// An object without members.
    public init() {}

    /// Takes keys and values that belong together by position.
    ///
    /// - Precondition: both hold the same number of elements.
    init(keys: [String], values: [JSONValue]) {
        precondition(keys.count == values.count)
        members.reserveCapacity(keys.count)
        for index in keys.indices { self[keys[index]] = values[index] }
    }

    /// How many members there are.
    public var count: Int { members.count }
    /// Whether there are none.
    public var isEmpty: Bool { members.isEmpty }

    /// The keys in order.
    public var keys: some Sequence<String> { members.lazy.map(\.key) }

    /// The value of a key. Setting nil removes the member, at a cost proportional to the object's size.
    public subscript(key: String) -> JSONValue? {
        get { position(of: key).map { members[$0].value } }
        set {
            if let position = position(of: key) {
                if let newValue { members[position].value = newValue } else { removeMember(at: position) }
            } else if let newValue {
                append(key, newValue)
            }
        }
    }

    private func position(of key: String) -> Int? {
        let text = ExactText(key)
        return positions.isEmpty ? members.firstIndex { ExactText($0.key) == text } : positions[text]
    }

    private mutating func append(_ key: String, _ value: JSONValue) {
        members.append(Member(key: key, value: value))
        if !positions.isEmpty {
            positions[ExactText(key)] = members.count - 1
        } else if members.count > Self.linearSearchMax {
            rebuildPositions()
        }
    }

    private mutating func removeMember(at position: Int) {
        members.remove(at: position)
        positions = [:]
        if members.count > Self.linearSearchMax { rebuildPositions() }
    }

    private mutating func rebuildPositions() {
        positions = Dictionary(minimumCapacity: members.count)
        for (position, member) in members.enumerated() { positions[ExactText(member.key)] = position }
    }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { members.startIndex }
    public var endIndex: Int { members.endIndex }
    /// The member at a position, in order.
    public subscript(position: Int) -> Member { members[position] }
}

extension JSONObject: Equatable {
    /// Equal if both hold the same members in any order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
    }
}

extension JSONObject: Hashable {
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in members {
            var own = Hasher()
            own.combine(ExactText(member.key))
            own.combine(member.value)
            sum &+= own.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Members in the order in which they are written.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (key, value) in elements { self[key] = value }
    }
}
