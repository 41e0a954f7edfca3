/// One page of a longer list.
struct Page<Item: Codable & Sendable>: Codable, Sendable {
    let items: [Item]
    /// From 1.
    let page: Int
    /// How many there are.
    let pages: Int
    /// Items on all pages together.
    let total: Int

    /// The page with that number, `limit` items long; empty past the last one.
    init(_ all: [Item], page: Int, limit: Int) {
        items = Array(all.dropFirst((page - 1) * limit).prefix(limit))
        self.page = page
        pages = max(1, (all.count + limit - 1) / limit)
        total = all.count
    }
}

/// A stretch of a longer list, and where the next one begins.
struct Slice<Item: Codable & Sendable>: Codable, Sendable {
    let items: [Item]
    /// Items in the whole list.
    let total: Int
    /// What to send as `cursor` for more; nil at the end.
    let nextCursor: String?

    /// `limit` items from the one that `cursor` names; nil for a cursor that this server never gave out.
    init?(_ all: [Item], cursor: String?, limit: Int) {
        guard let start = cursor.map(Self.position) ?? 0, (0...all.count).contains(start) else { return nil }
        items = Array(all.dropFirst(start).prefix(limit))
        total = all.count
        nextCursor = start + limit < all.count ? "from-\(start + limit)" : nil
    }

    private static func position(of cursor: String) -> Int? {
        cursor.hasPrefix("from-") ? Int(cursor.dropFirst("from-".count)) : nil
    }
}
