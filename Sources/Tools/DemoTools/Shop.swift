/// A customer.
struct User: Codable, Sendable, Hashable {
    let id: Int
    let name: String
    let email: String
    let country: String
    let team: String
    let active: Bool
    /// Year of the first order.
    let since: Int
}

/// Something that is sold.
struct Product: Codable, Sendable, Hashable {
    let sku: String
    let name: String
    let category: String
    /// Price of one piece, in cents.
    let priceCents: Int
    let weightGrams: Int
}

/// A purchase.
struct Order: Codable, Sendable, Hashable {
    let id: Int
    let userId: Int
    let sku: String
    let quantity: Int
    let totalCents: Int
    /// `paid`, `shipped`, `pending` or `refunded`.
    let status: String
    /// A day, as `2025-03-14`.
    let placedOn: String
}

/// What lies in one warehouse.
struct StockLevel: Codable, Sendable, Hashable {
    let warehouse: String
    let count: Int
}

/// A shop whose users, products and orders follow from their numbers alone, so that every run and every machine
/// sees the same ones.
struct Shop: Sendable {
    let users: [User]
    let products: [Product]
    let orders: [Order]

    /// Where the shop delivers to, with the price and the days a parcel takes.
    static let destinations: [(country: String, baseCents: Int, days: Int)] = [
        ("DE", 490, 2), ("FR", 690, 3), ("US", 1_490, 7), ("JP", 1_690, 8), ("BR", 1_590, 10), ("PL", 550, 3),
        ("IT", 690, 4), ("NO", 990, 5),
    ]
    static let warehouses = ["AMS", "LEJ", "WAW"]

    private static let firstNames = [
        "Ada", "Bo", "Chidi", "Dana", "Emre", "Fatima", "Goran", "Hana", "Ines", "Jun", "Kofi", "Lena", "Mateo", "Nour",
        "Oskar", "Priya",
    ]
    private static let lastNames = [
        "Abel", "Brandt", "Costa", "Diallo", "Eriksen", "Fujita", "Grant", "Haas", "Ivanov", "Jensen", "Kaur", "Lopez",
    ]
    private static let goods: [(name: String, category: String)] = [
        ("Desk lamp", "home"), ("Kettle", "kitchen"), ("Backpack", "travel"), ("Notebook", "office"),
        ("Headphones", "audio"), ("Teapot", "kitchen"), ("Monitor arm", "office"), ("Blanket", "home"),
    ]
    private static let sizes = ["small", "medium", "large"]
    private static let teams = ["sales", "support", "research", "operations", "design"]
    private static let statuses = ["paid", "shipped", "paid", "refunded", "pending"]

    init() {
        let users = (1...48).map(Self.user)
        let products = (0..<24).map(Self.product)
        self.users = users
        self.products = products
        orders = (1...180).map { Self.order($0, users: users, products: products) }
    }

    /// The customer with that number.
    func user(_ id: Int) -> User? { users.first { $0.id == id } }

    /// The product with that stock keeping unit.
    func product(_ sku: String) -> Product? { products.first { $0.sku == sku } }

    /// How much of a product each warehouse has; nil for a product that does not exist.
    func stock(of sku: String) -> [StockLevel]? {
        guard let index = products.firstIndex(where: { $0.sku == sku }) else { return nil }
        return Self.warehouses.enumerated().map { StockLevel(warehouse: $1, count: (index * 13 + $0 * 7) % 24) }
    }

    /// A number below `bound` that looks drawn by lot and follows from the other two.
    ///
    /// Source: the finalizer of SplitMix64, https://doi.org/10.1145/2714064.2660195
    private static func draw(_ id: Int, _ purpose: UInt64, below bound: Int) -> Int {
        var bits = UInt64(truncatingIfNeeded: id) &* 0x9E37_79B9_7F4A_7C15 &+ purpose
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int(truncatingIfNeeded: (bits ^ (bits >> 31)) >> 1) % bound
    }

    private static func user(_ id: Int) -> User {
        let first = firstNames[id % firstNames.count]
        let last = lastNames[id * 7 % lastNames.count]
        return User(
            id: id, name: "\(first) \(last)", email: "\(first).\(last).\(id)@example.com".lowercased(),
            country: destinations[id * 5 % destinations.count].country, team: teams[id % teams.count],
            active: id % 6 != 0, since: 2015 + id % 10)
    }

    private static func product(_ index: Int) -> Product {
        let item = goods[index % goods.count]
        let number = String(100 + index)
        return Product(
            sku: "P-\(number)", name: "\(item.name), \(sizes[index / goods.count])", category: item.category,
            priceCents: 500 + index * 379 % 9_500, weightGrams: 150 + index * 430 % 4_000)
    }

    private static func order(_ id: Int, users: [User], products: [Product]) -> Order {
        let product = products[draw(id, 1, below: products.count)]
        let quantity = 1 + draw(id, 2, below: 5)
        let month = String(1 + draw(id, 3, below: 12))
        let day = String(1 + draw(id, 4, below: 28))
        return Order(
            id: id, userId: users[draw(id, 5, below: users.count)].id, sku: product.sku, quantity: quantity,
            totalCents: quantity * product.priceCents, status: statuses[draw(id, 6, below: statuses.count)],
            placedOn: "2025-\(month.count == 1 ? "0" + month : month)-\(day.count == 1 ? "0" + day : day)")
    }
}
