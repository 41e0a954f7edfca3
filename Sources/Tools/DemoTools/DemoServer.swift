import Foundation
import Hummingbird

/// The routes of the demo tools. Each is one tool of `examples/enclave.yaml`.
struct DemoServer: Sendable {
    let shop: Shop

    /// Longest page that a list gives.
    static let itemsMax = 50
    /// Longest answer time that a caller may ask for.
    static let waitMax = Duration.seconds(300)
    /// Largest request body.
    static let bodyBytesMax = 65_536

    private static let routes = """
        GET  /users?cursor=&limit=&team=                users:list
        GET  /users/{id}                                users:get
        GET  /orders?page=&limit=&status=&userId=       orders:list
        GET  /products                                  products:list
        GET  /stock/{sku}                               stock:get
        GET  /shipping?country=&weightGrams=&attempt=   shipping:quote, fails first as busy services do
        GET  /wait?milliseconds=                        clock:wait, answers that late
        POST /tickets                                   tickets:create

        """

    /// Everything it answers.
    var router: Router<BasicRequestContext> {
        let router = Router()
        router.get("/") { _, _ in Self.routes }
        router.get("/users") { request, _ in try users(request) }
        router.get("/users/:id") { _, context in try user(context.parameters.get("id")) }
        router.get("/orders") { request, _ in try orders(request) }
        router.get("/products") { _, _ in try Self.json(shop.products) }
        router.get("/stock/:sku") { _, context in try stock(context.parameters.get("sku")) }
        router.get("/shipping") { request, _ in try shipping(request) }
        router.get("/wait") { request, _ in try await wait(request) }
        router.post("/tickets") { request, context in try await ticket(request, context) }
        return router
    }

    private func users(_ request: Request) throws -> Response {
        let team = try Self.text("team", in: request)
        let limit = try Self.integer("limit", in: request, range: 1...Self.itemsMax) ?? 20
        let all = shop.users.filter { team == nil || $0.team == team }
        guard let slice = Slice(all, cursor: try Self.text("cursor", in: request), limit: limit) else {
            throw HTTPError(.badRequest, message: "cursor: not one that was given out")
        }
        return try Self.json(slice)
    }

    private func user(_ id: String?) throws -> Response {
        guard let user = id.flatMap({ Int($0) }).flatMap(shop.user) else {
            throw HTTPError(.notFound, message: "no such user")
        }
        return try Self.json(user)
    }

    private func orders(_ request: Request) throws -> Response {
        let status = try Self.text("status", in: request)
        let userID = try Self.integer("userId", in: request, range: 1...1_000_000)
        let page = try Self.integer("page", in: request, range: 1...1_000_000) ?? 1
        let limit = try Self.integer("limit", in: request, range: 1...Self.itemsMax) ?? 25
        let all = shop.orders.filter {
            (status == nil || $0.status == status) && (userID == nil || $0.userId == userID)
        }
        return try Self.json(Page(all, page: page, limit: limit))
    }

    private func stock(_ sku: String?) throws -> Response {
        guard let sku, let levels = shop.stock(of: sku) else { throw HTTPError(.notFound, message: "no such product") }
        return try Self.json(Stock(sku: sku, levels: levels))
    }

    /// A carrier that is busy: for each country the first none, one or two attempts are turned away.
    ///
    /// The caller counts its attempts, so the answer follows from the request alone and scripts may run side by side.
    private func shipping(_ request: Request) throws -> Response {
        let country = try Self.text("country", in: request)
        guard let index = Shop.destinations.firstIndex(where: { $0.country == country }) else {
            throw HTTPError(.notFound, message: "no carrier goes there")
        }
        let attempt = try Self.integer("attempt", in: request, range: 1...1_000) ?? 1
        guard attempt > index % 3 else {
            throw HTTPError(.serviceUnavailable, message: "the carrier is busy, try again")
        }
        let weight = try Self.integer("weightGrams", in: request, range: 1...30_000) ?? 1_000
        let destination = Shop.destinations[index]
        let cents = destination.baseCents + (weight + 499) / 500 * 80
        return try Self.json(Quote(country: destination.country, cents: cents, days: destination.days))
    }

    private func wait(_ request: Request) async throws -> Response {
        let milliseconds = try Self.integer("milliseconds", in: request, range: 0...300_000) ?? 0
        return try await request.body.consumeWithCancellationOnInboundClose { _ in
            try await Task.sleep(for: min(.milliseconds(milliseconds), Self.waitMax))
            return try Self.json(Waited(waitedMilliseconds: milliseconds))
        }
    }

    private func ticket(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let body = try await request.body.collect(upTo: Self.bodyBytesMax)
        guard let draft = try? JSONDecoder().decode(TicketDraft.self, from: Data(buffer: body)) else {
            throw HTTPError(.badRequest, message: "a ticket is {title, body, priority?}")
        }
        guard !draft.title.isEmpty, draft.title.count <= 200 else {
            throw HTTPError(.unprocessableContent, message: "title: from 1 to 200 characters")
        }
        return try Self.json(Ticket(draft), status: .created)
    }

    // MARK: Reading and writing

    private static func text(_ name: String, in request: Request) throws -> String? {
        request.uri.queryParameters[Substring(name)].map(String.init).flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func integer(_ name: String, in request: Request, range: ClosedRange<Int>) throws -> Int? {
        guard let text = try text(name, in: request) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw HTTPError(
                .badRequest, message: "\(name): a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Keys in order, so that the same answer is the same bytes.
    private static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = ByteBuffer(bytes: try encoder.encode(value))
        return Response(status: status, headers: [.contentType: "application/json"], body: .init(byteBuffer: body))
    }
}

private struct Stock: Encodable {
    let sku: String
    let levels: [StockLevel]
}

private struct Quote: Encodable {
    let country: String
    let cents: Int
    let days: Int
}

private struct Waited: Encodable {
    let waitedMilliseconds: Int
}

private struct TicketDraft: Decodable {
    let title: String
    let body: String
    let priority: String?
}

private struct Ticket: Encodable {
    let id: String
    let title: String
    let priority: String
    let status = "open"

    /// Its number follows from its text (FNV-1a, 32 bits): the same ticket filed twice is one ticket.
    init(_ draft: TicketDraft) {
        let hash = (draft.title + "\n" + draft.body).utf8.reduce(UInt32(2_166_136_261)) {
            ($0 ^ UInt32($1)) &* 16_777_619
        }
        id = "T-\(hash % 100_000)"
        title = draft.title
        priority = draft.priority ?? "normal"
    }
}
