import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

extension LedgerBench {
    /// Receives goods at a location.
    @discardableResult
    func receive(
        _ quantity: Quantity,
        of sku: String,
        at location: String = "LDN",
        effectiveAt: Timestamp? = nil
    ) async throws -> ID<Entry> {
        let time = effectiveAt.map { #","effectiveAt":"\#($0)""# } ?? ""
        let entry = try await self.succeed(
            "postReceipt",
            #"{"location":"\#(location)","lines":[{"sku":"\#(sku)","quantity":"\#(quantity)"}]\#(time)}"#
        )
        return try #require(entry["id"]?.text.flatMap { ID<Entry>($0) })
    }

    /// The body of a sale of one line.
    static func sale(
        _ quantity: Quantity,
        of sku: String,
        at location: String = "LDN",
        reference: Reference? = nil
    ) -> String {
        let document = reference.map {
            #","reference":{"source":"\#($0.source)","document":"\#($0.document)"}"#
        }
        return
            #"{"location":"\#(location)","lines":[{"sku":"\#(sku)","quantity":"\#(quantity)"}]\#(document ?? "")}"#
    }

    /// A till's sale, as pos-ingest would send it.
    func tillSale(
        _ quantity: Quantity,
        of variant: ID<Variant>,
        document: String,
        messageID: UUID = ID<Entry>.make().rawValue
    ) throws -> IncomingMessage {
        let sale = RecordSale(
            kind: .sale,
            reference: Reference(source: "till", document: document),
            locationId: self.warehouse,
            effectiveAt: .now,
            allowNegative: true,
            lines: [
                TillLine(line: 1, variantId: variant, quantity: quantity, direction: .out)
            ]
        )
        return try self.message(sale, id: messageID)
    }

    /// A till's void, as pos-ingest would send it.
    func tillVoid(
        _ document: String,
        of original: String,
        attempt: Int = 1
    ) throws -> IncomingMessage {
        try self.message(
            ReverseEntry(
                reference: Reference(source: "till", document: document),
                originalReference: Reference(source: "till", document: original),
                effectiveAt: .now,
                allowNegative: true,
                reason: "cancelled"
            ),
            id: ID<Entry>.make().rawValue,
            attempt: attempt
        )
    }

    /// What the ledger has told of one kind, in the order in which it did.
    func facts<Fact: Contract>(_ type: Fact.Type = Fact.self) async throws -> [Fact] {
        try await self.rows("SELECT body FROM outbox WHERE type = \(Fact.type) ORDER BY id")
            .map { try MessageCoding.decode(Fact.self, from: try $0.decode("body")) }
    }

    func message(
        _ content: some Contract,
        id: UUID,
        attempt: Int = 1
    ) throws -> IncomingMessage {
        IncomingMessage(
            id: id,
            type: type(of: content).type,
            source: "pos-ingest",
            occurredAt: .now,
            attempt: attempt,
            isRedelivered: false,
            exchange: "ledger.cmd",
            routingKey: type(of: content).type,
            headers: [:],
            body: try MessageCoding.encode(content)
        )
    }

    /// What all pages of a list have, one after the other.
    func items(
        _ operation: String,
        _ filter: [String: String],
        limit: Int
    ) async throws -> [JSONValue] {
        var query = filter
        query["limit"] = "\(limit)"
        var found: [JSONValue] = []
        while true {
            let page = try await self.succeed(operation, query: query)
            found += page.items
            guard let next = page["next"]?.text else { return found }
            query["cursor"] = next
        }
    }

    /// What an operation answers in short: its status, and the code of the problem where it refuses.
    func verdict(
        _ operation: String,
        _ body: String = "{}",
        path: [String: String] = [:]
    ) async throws -> String {
        let answer = await self.ask(operation, body, path: path)
        guard answer.status >= 300 else { return "\(answer.status)" }
        let problem = try MessageCoding.decode(Problem.self, from: answer.body)
        return "\(answer.status) \(problem.code)"
    }

    /// Runs a statement with the rights of the service.
    func rows(_ statement: SQL) async throws -> Rows {
        try await self.database.pool.withTransaction { try $0.execute(statement) }
    }

    /// What a statement selects as `line`, with the rights of the service.
    func lines(_ statement: SQL) async throws -> [String] {
        try await self.database.lines(statement)
    }

    /// What the warehouse has on hand by the book's own figures.
    func onHand(_ sku: String) async throws -> Quantity {
        let rows = try await self.rows(
            """
            SELECT availability.on_hand
            FROM availability
            JOIN variant ON variant.id = availability.variant
            WHERE sku = \(sku) AND warehouse = \(self.warehouse)
            """
        )
        return try rows.first?.decode("on_hand") ?? .zero
    }
}

extension JSONValue {
    subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var items: [JSONValue] { self["items"]?.elements ?? [] }

    var elements: [JSONValue] {
        guard case .array(let elements) = self else { return [] }
        return elements
    }
}
