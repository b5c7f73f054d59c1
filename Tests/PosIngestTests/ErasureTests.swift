import Contracts
import FoundationEssentials
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import PosIngest

/// What is left of a person who is to be forgotten.
@Suite(.requiresPostgres) struct ErasureTests {
    @Test func `who decided about messages and made aliases is forgotten`() async throws {
        try await withShop { shop async throws in
            let erika = Shop.request(named: "erika.mustermann").principal
            let bob = Shop.request(named: "bob").principal
            _ = await shop.take([
                shop.sale("R-1", [("X", 1)]), shop.sale("R-2", [("X", 1)]),
            ])
            let ids = try await shop.rows("SELECT id FROM message ORDER BY document")
                .map { try $0.decode("id", as: ID<PosMessage>.self) }
            for (id, principal) in zip(ids, [erika, bob]) {
                try await shop.perform(
                    DiscardPosMessage(),
                    path: ["messageId": id.description],
                    body: #"{"reason":"A test"}"#,
                    as: principal
                )
            }
            try await shop.perform(CreateAlias(), body: #"{"code":"X","sku":"A"}"#, as: erika)
            #expect(try await shop.naming("mustermann") == ["alias", "message"])
            try await shop.erase(erika)
            #expect(try await shop.naming("mustermann") == [])
            #expect(try await shop.naming("bob") == ["message"])
            let actors = try await shop.rows("SELECT actor FROM alias")
                .map { try $0.decode("actor", as: JSONB.self).decode(Actor.self) }
            #expect(actors == [Actor(kind: .user, id: erika.id, name: "erased")])
        }
    }
}

extension Shop {
    fileprivate func erase(_ person: Principal) async throws {
        let message = UserErased(userId: ID(person.id), erasedAt: .now, version: 2)
        try await self.database.withTransaction { transaction in
            try UserErasedHandler().handle(
                message,
                context: MessageContext(Self.request()),
                in: transaction
            )
        }
    }

    /// The tables in which a text stands, but those whose rows go by themselves.
    fileprivate func naming(_ text: String) async throws -> [String] {
        let tables = try await self.rows(
            """
            SELECT table_name FROM information_schema.tables
            WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
                AND table_name NOT IN ('outbox', 'request_log')
            ORDER BY table_name
            """
        ).map { try $0.decode("table_name", as: String.self) }
        var found: [String] = []
        for table in tables {
            let rows = try await self.rows(
                SQL(verbatim: "SELECT FROM \(table) AS it WHERE it::text LIKE '%\(text)%'")
            )
            if !rows.isEmpty { found.append(table) }
        }
        return found
    }
}
