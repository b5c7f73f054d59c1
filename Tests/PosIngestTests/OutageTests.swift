import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres
import TestSupport
import Testing

@testable import PosIngest

/// The connection to the database breaks while a batch is committed.
@Suite(.requiresPostgres) struct OutageTests {
    private static let slowCommit = """
        -- Counts on, whatever becomes of the transaction.
        create sequence commits;
        grant all on sequence commits to public;
        create function sleep() returns trigger language plpgsql as
            $$ begin perform nextval('commits'), pg_sleep(1); return null; end $$;
        create constraint trigger commit_is_slow after insert on message
            deferrable initially deferred for each row execute function sleep();
        """

    @Test func `what was committed unheard is a duplicate afterwards, and no dead letter`()
        async throws
    {
        try await withShop(
            migration: Migration(name: "V9999_slow_commit", sql: Self.slowCommit)
        ) { shop async throws in
            try await withFaultProxy(to: shop.database.configuration.url) { proxy in
                var configuration = shop.database.configuration
                configuration.url = proxy.url(configuration.url)
                let pool = PostgresPool(configuration)
                try await withPool(pool) {
                    let sales = [shop.sale("R-1", [("A", 1)]), shop.sale("R-2", [("A", 1)])]
                    async let first = IngressProcessor(database: pool).process(sales)
                    try await eventually("the commit was under way") {
                        try await shop.rows("SELECT is_called FROM commits")[0].decode(0)
                    }
                    proxy.set(.drop, .toClient)
                    try await eventually("the commit took place") {
                        try await shop.counts().messages.pending == 2
                    }
                    proxy.cut()
                    proxy.set(.none)
                    #expect(await first.map(\.isOutage) == [true, true])
                    #expect(await shop.take(sales) == [.done, .done])
                    #expect(try await shop.counts().messages.duplicate == 2)
                }
            }
        }
    }
}
