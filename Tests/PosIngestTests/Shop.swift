import Contracts
import FoundationEssentials
import Kernel
import Messaging
import PosIngestDomain
import Postgres
import TestSupport

@testable import PosIngest

/// One source with one variant, on a database of its own.
struct Shop: Sendable {
    let database: PostgresPool

    private static let location = ID<Location>.make()
    static let source = Source(
        id: .make(),
        name: "pos_acme",
        displayName: "Acme",
        location: Shop.location,
        nonStockCodes: NonStockCodes(["POST"]),
        gapGraceSeconds: 0
    )

    func message(_ kind: String, body: [UInt8]) -> IncomingMessage {
        IncomingMessage(
            id: UUID(),
            type: "pos.\(kind).v1",
            source: "",
            occurredAt: .now,
            userID: Shop.source.name,
            routingKey: "pos.v1.\(Shop.source.name).\(kind)",
            body: body
        )
    }

    func sale(
        _ document: String,
        _ lines: [(String, Quantity)],
        sequence: Int64? = nil
    ) -> IncomingMessage {
        let lines = lines.enumerated().map { index, line in
            PosLine(lineNumber: index + 1, code: line.0, quantity: line.1)
        }
        return self.message(
            "sale",
            body: encoded(
                PosSale(
                    documentId: document,
                    terminal: sequence.map { _ in "till-1" },
                    sequence: sequence,
                    occurredAt: Timestamp(microseconds: 1_700_000_000_000_000),
                    lines: lines
                )
            )
        )
    }

    func void(_ document: String, of original: String) -> IncomingMessage {
        self.message(
            "void",
            body: encoded(
                PosVoid(
                    documentId: document,
                    occurredAt: Timestamp(microseconds: 1_700_000_000_000_000),
                    originalDocumentId: original
                )
            )
        )
    }

    func take(_ messages: [IncomingMessage]) async -> [Disposition] {
        await IngressProcessor(database: self.database).process(messages)
    }

    /// Does what no operation of the service does.
    @discardableResult
    func rows(_ statement: SQL) async throws -> Rows {
        try await self.database.withTransaction { try $0.execute(statement) }
    }

    /// Commands to the ledger that wait in the outbox, in order, however they travel.
    func commands() async throws -> [String] {
        try await self.rows("SELECT type, body FROM outbox WHERE type LIKE 'ledger.%' ORDER BY id")
            .flatMap { row in
                let type: String = try row.decode("type")
                guard type == RecordSales.type else { return [type] }
                return try MessageCoding.decode(RecordSales.self, from: try row.decode("body"))
                    .sales.map { _ in RecordSale.type }
            }
    }

    /// What of one kind waits in the outbox, in order.
    func told<Message: Contract>(_ type: Message.Type) async throws -> [Message] {
        try await self.rows("SELECT body FROM outbox WHERE type = \(Message.type) ORDER BY id")
            .map { try MessageCoding.decode(Message.self, from: try $0.decode("body")) }
    }

    /// What the messages of a type in the outbox are ordered by.
    func subjects(of type: String) async throws -> [String] {
        try await self.database.withTransaction(.readOnly) { transaction in
            try transaction.execute("SELECT subject FROM outbox WHERE type = \(type) ORDER BY id")
                .map { try $0.decode("subject", as: String.self) }
        }
    }

    func parked() async throws -> [MessageRecord] {
        try await self.database.withTransaction(.readOnly) { transaction in
            try MessageStore.page(
                MessageStore.Filter(status: .parked),
                before: nil,
                limit: 100,
                in: transaction
            )
        }
    }

    func counts() async throws -> StatementStore.Counts {
        try await self.database.withTransaction(.readOnly) { transaction in
            try StatementStore.counts(
                of: Shop.source.name,
                from: nil,
                to: nil,
                in: transaction
            )
        }
    }

    func gaps() async throws -> [SequenceGap] {
        try await self.database.withTransaction(.readOnly) { transaction in
            try SequenceStore.terminals(of: Shop.source.name, in: transaction).flatMap(\.gaps)
        }
    }
}

private func encoded(_ message: some Contract) -> [UInt8] {
    do {
        return try MessageCoding.encode(message)
    } catch {
        preconditionFailure("a message of ours has a JSON form: \(error)")
    }
}
