import Foundation
import Hummingbird
import HummingbirdTesting
import Testing

@testable import DemoTools

/// The server that examples and integration tests stand on: the same answers every time, and a status for every error.
@Suite struct DemoServerTests {
    private let server = DemoServer(shop: Shop())

    private func get(_ uri: String) async throws -> TestResponse {
        try await Application(router: server.router).test(.router) { try await $0.execute(uri: uri, method: .get) }
    }

    private func post(_ uri: String, _ body: String) async throws -> TestResponse {
        try await Application(router: server.router).test(.router) {
            try await $0.execute(uri: uri, method: .post, body: ByteBuffer(string: body))
        }
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ response: TestResponse) throws -> Value {
        try JSONDecoder().decode(type, from: Data(buffer: response.body))
    }

    @Test func `following the cursor visits every user once`() async throws {
        var seen: [Int] = []
        var cursor = ""
        repeat {
            let slice = try decode(Slice<User>.self, try await get("/users?limit=20&cursor=\(cursor)"))
            seen += slice.items.map(\.id)
            cursor = slice.nextCursor ?? ""
        } while !cursor.isEmpty
        #expect(seen == Array(1...48))
    }

    @Test func `pages of orders add up to the total`() async throws {
        let first = try decode(Page<Order>.self, try await get("/orders?limit=50&status=paid"))
        var ids = first.items.map(\.id)
        for page in 2...first.pages {
            let next = try decode(Page<Order>.self, try await get("/orders?limit=50&status=paid&page=\(page)"))
            ids += next.items.map(\.id)
        }
        #expect(ids.count == first.total)
        #expect(Set(ids).count == ids.count)
        #expect(first.items.allSatisfy { $0.status == "paid" })
        let past = try decode(Page<Order>.self, try await get("/orders?page=1000"))
        #expect(past.items.isEmpty)
    }

    @Test func `every order belongs to a user and a product`() {
        let shop = Shop()
        for order in shop.orders {
            #expect(shop.user(order.userId) != nil)
            #expect(shop.product(order.sku).map { $0.priceCents * order.quantity } == order.totalCents)
            #expect(order.placedOn.count == 10)
        }
        #expect(Set(shop.users.map(\.email)).count == shop.users.count)
    }

    @Test func `the same request has the same answer`() async throws {
        for uri in ["/users", "/orders?page=2", "/products", "/stock/P-107", "/shipping?country=FR&attempt=2"] {
            let first = try await get(uri)
            let second = try await get(uri)
            #expect(first.status == .ok)
            #expect(first.body == second.body)
        }
    }

    @Test(arguments: zip(["DE", "FR", "US", "JP"], [1, 2, 3, 1]))
    func `the carrier is busy as often as its country says`(country: String, attempts: Int) async throws {
        for attempt in 1...attempts {
            let response = try await get("/shipping?country=\(country)&weightGrams=700&attempt=\(attempt)")
            #expect(response.status == (attempt < attempts ? .serviceUnavailable : .ok))
        }
    }

    @Test(arguments: [
        "/users?limit=0", "/users?limit=51", "/users?limit=x", "/users?cursor=from-99", "/users?cursor=12",
        "/orders?page=0", "/orders?page=99999999999999999999", "/orders?userId=-1", "/shipping?country=DE&attempt=0",
        "/wait?milliseconds=300001", "/wait?milliseconds=-1",
    ])
    func `a wrong argument is a bad request`(uri: String) async throws {
        #expect(try await get(uri).status == .badRequest)
    }

    @Test(arguments: [
        "/users/0", "/users/49", "/users/x", "/stock/P-124", "/shipping?country=XX", "/shipping", "/nowhere",
    ])
    func `what is not there is not found`(uri: String) async throws {
        #expect(try await get(uri).status == .notFound)
    }

    @Test func `a ticket filed twice is one ticket`() async throws {
        let body = #"{"title":"Restock P-107","body":"4 left"}"#
        let first = try await post("/tickets", body)
        let second = try await post("/tickets", body)
        #expect(first.status == .created)
        #expect(first.body == second.body)
    }

    @Test(arguments: ["", "{", "[]", #"{"title":1,"body":""}"#]) func `a malformed ticket is a bad request`(
        body: String
    ) async throws {
        #expect(try await post("/tickets", body).status == .badRequest)
    }

    @Test func `an untitled ticket and an endless one are refused`() async throws {
        #expect(try await post("/tickets", #"{"title":"","body":""}"#).status == .unprocessableContent)
        let huge = #"{"title":"a","body":""# + String(repeating: "x", count: 70_000) + #""}"#
        #expect(try await post("/tickets", huge).status == .contentTooLarge)
    }
}
