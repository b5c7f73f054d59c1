import InMemoryTracing
import Postgres
import TestSupport
import Testing
import Tracing

@testable import Messaging

@Suite(.requiresPostgres) struct TracingTests {
    @Test func `handling a message continues the trace of what caused it`() async throws {
        let tracer = InMemoryTracer()
        try await withTracer(tracer) {
            try await withLedger { database in
                try await withSpan("request") { _ in
                    try await database.pool.withTransaction { transaction in
                        try Outbox.append([try .command(1)], in: transaction)
                    }
                }
                let rows = try await database.pool.withTransaction { transaction in
                    try OutboxStore(host: .suite).read(
                        shards: OutboxShard.all,
                        limit: 10,
                        in: transaction
                    )
                }
                let row = try #require(rows.first)
                let delivery = EnvelopeTests.delivery(of: row.message.outbound(source: "ledger"))
                let processor = TransactionalProcessor(
                    consumer: "test",
                    handlers: [EffectHandler()],
                    database: database.pool
                )
                #expect(await processor.process([try IncomingMessage(delivery)]) == [.done])
            }
        }
        let spans = tracer.finishedSpans
        let cause = try #require(spans.first { $0.operationName == "request" })
        let effect = try #require(spans.first { $0.operationName == "test.effect process" })
        #expect(effect.kind == .consumer)
        #expect(effect.spanContext.traceID == cause.spanContext.traceID)
        #expect(effect.spanContext.parentSpanID == cause.spanContext.spanID)
    }
}
