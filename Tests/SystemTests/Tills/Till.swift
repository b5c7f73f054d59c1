import AMQP
import Contracts
import Foundation
import Kernel
import Messaging
import TestSupport
import Testing

@testable import Operator

/// A system in a shop that publishes what it sells, under a broker user of its own.
struct Till: Sendable {
    /// The name of the source, and of the broker user.
    let name: String
    let sourceID: String
    let url: String
    let connection: BrokerConnection
    let publisher: Publisher
    /// The time of all that it sells, so that a document that is published again is the same.
    let openedAt = Timestamp.now

    /// Publishes a sale of whole numbers of codes.
    ///
    /// - Parameter copies: How often it is published, each time as a message of its own.
    func sell(
        _ lines: [(code: String, quantity: Int64)],
        document: String,
        copies: Int = 1
    ) async throws {
        let planned = self.sale(lines, document: document)
        let messages = try (1...copies).map { try planned.message(of: self.name, copy: $0) }
        let outcomes = try await self.publisher.publish(messages)
        #expect(outcomes.allSatisfy { $0 == .confirmed })
    }

    func sale(
        _ lines: [(code: String, quantity: Int64)],
        document: String,
        sequence: Int64 = 1
    ) -> PlannedDocument {
        PlannedDocument(
            invoice: document,
            kind: .sale,
            documentId: document,
            terminal: "till-\(document)",
            sequence: sequence,
            occurredAt: self.openedAt,
            lines: lines.enumerated().map { index, line in
                PosLine(
                    lineNumber: index + 1,
                    code: line.code,
                    quantity: Quantity(integerLiteral: line.quantity)
                )
            },
            reason: ""
        )
    }
}

extension System {
    /// The broker's management API, as its administrator.
    func management() throws -> ManagementAPI {
        let variable = "STOCKBOOK_TEST_RABBITMQ_API"
        let text = ProcessInfo.processInfo.environment[variable] ?? ""
        return ManagementAPI(try ServerURL(text, named: variable), client: self.http)
    }

    /// Runs `body` with a new source that sells from `location`.
    func withTill<Result: Sendable>(
        at location: String = System.main,
        _ body: (Till) async throws -> Result
    ) async throws -> Result {
        // Made by the host, so that it is removed with it.
        let name = try await self.servers.pos.createUser("till").name
        let password = Unique.word()
        let users = BrokerUserProvisioning(
            broker: try self.management(),
            host: self.servers.pos.name
        )
        try await users.provision(name, password: password)
        let draft: JSONValue = [
            "name": .string(name), "displayName": .string(name), "location": .string(location),
        ]
        let source = try await self.make("createSource", json: draft).text("id")
        let url = self.servers.pos.url(user: name, password: password)
        let connection = BrokerConnection(BrokerConfiguration(url: url, connectionName: name))
        return try await withRunning(connection) { connection in
            try await body(
                Till(
                    name: name,
                    sourceID: source,
                    url: url,
                    connection: connection,
                    publisher: Publisher(connection)
                )
            )
        }
    }

    /// A message of a till that was parked because nobody knows its code.
    func parkedMessage() async throws -> ParkedMessage {
        let code = "UNKNOWN-\(Unique.word())"
        return try await self.withTill { till in
            try await till.sell([(code, 1)], document: code)
            let message = try await self.message(document: code, of: till.name, status: "parked")
            return ParkedMessage(id: message.id, source: till.name, document: code, code: code)
        }
    }

    /// What became of a document, once its status is `status`.
    func message(
        document: String,
        of source: String,
        status: String
    ) async throws -> PosMessageDocument {
        let query = [("source", source), ("document", document)]
        var found: PosMessageDocument?
        try await eventually("\(document) is \(status)", within: System.newsLimit) {
            let call = try Call("listPosMessages", query: query)
            let page = try await self.succeed(call, by: self.admin)
                .decode(PageDocument<PosMessageDocument>.self)
            found = page.items.first { $0.status == status }
            return found != nil
        }
        return try #require(found)
    }
}

/// What is known of a message that waits for a person.
struct ParkedMessage: Sendable {
    let id: String
    let source: String
    let document: String
    let code: String
}

/// A part of what is said of a message.
struct PosMessageDocument: Decodable {
    let id: String
    let status: String
    let reason: String?
    let duplicates: Int
    let entryId: String?
    let note: String?
}

/// A page of a list.
struct PageDocument<Item: Decodable>: Decodable {
    let items: [Item]
    let next: String?
}
