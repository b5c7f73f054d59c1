import Postgres
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct SessionPrunerTests {
    @Test func `sessions that have been over for long are forgotten, and no others`()
        async throws
    {
        try await withTestDatabase(
            schema: "gateway",
            migrations: GatewayService.migrations
        ) { database in
            try await PostgresSession.with(database.administration) { session in
                try await session.execute(
                    script: """
                        INSERT INTO account (id, name, display_name, role, password_hash)
                        VALUES (gen_random_uuid(), 'ada', 'Ada', 'viewer', '');
                        INSERT INTO session (id, token_digest, account, created_at, address,
                            user_agent)
                        SELECT gen_random_uuid(), convert_to(days::text, 'UTF8'), account.id,
                            now() - days * interval '1 day', '127.0.0.1', 'x'
                        FROM account, unnest(array[0, 89, 91, 400]) AS days
                        """
                )
            }
            let pruner = SessionPruner(database: database.pool)
            #expect(try await pruner.prune() == 2)
            #expect(try await pruner.prune() == 0)
            let kept = try await database.pool.read(
                "SELECT convert_from(token_digest, 'UTF8') FROM session ORDER BY created_at DESC"
            )
            #expect(try kept.map { try $0.decode(0, as: String.self) } == ["0", "89"])
        }
    }
}
