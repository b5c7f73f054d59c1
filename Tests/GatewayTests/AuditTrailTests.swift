import Contracts
import FoundationEssentials
import GatewayDomain
import Kernel
import Messaging
import Postgres
import ServiceKit
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct AuditTrailTests {
    @Test func `a row that the database does not take holds up no other`() async throws {
        try await self.withTrail { database, trail in
            try await withRunning(trail) { _ in
                for subject in ["first", "no\0text", "last"] {
                    trail.record(self.row(subject: subject), in: nil)
                }
                try await self.expectCount(3, in: database)
            }
            let subjects = try await database.pool.withTransaction { transaction in
                try transaction.execute("SELECT subject FROM audit ORDER BY subject")
                    .map { try $0.decode("subject", as: String?.self) }
            }
            #expect(subjects == ["first", "last", nil])
            #expect(trail.status == .ok)
        }
    }

    @Test func `a row that is written twice is there once`() async throws {
        try await self.withTrail { database, trail in
            let row = self.row(subject: "once")
            try await withRunning(trail) { _ in
                trail.record(row, in: nil)
                trail.record(row, in: nil)
                trail.record(self.row(subject: "another"), in: nil)
                try await self.expectCount(2, in: database)
            }
        }
    }

    @Test func `a change for whose row there is no room does not begin`() async throws {
        var limits = AuditTrail.Limits()
        limits.capacity = 2
        limits.anonymousCapacity = 1
        limits.patience = .milliseconds(50)
        limits.retryInterval = .milliseconds(10)
        limits.gathering = .zero
        try await self.withTrail(limits) { database, trail in
            try await trail.take(.anonymous)
            await #expect(throws: AuditTrail.Full.self) { try await trail.take(.anonymous) }
            try await trail.take(.known)
            await #expect(throws: AuditTrail.Full.self) { try await trail.take(.known) }
            trail.record(self.row(subject: "begun"), in: .known)
            trail.record(self.row(subject: "refused"), in: nil)
            trail.record(nil, in: .anonymous)
            try await withRunning(trail) { _ in
                try await trail.take(.known)
                try await trail.take(.known)
                try await self.expectCount(1, in: database)
            }
        }
        let refusal = Refusal.response(to: AuditTrail.Full())
        #expect(refusal.status == 503)
        #expect(refusal.header("Retry-After") != nil)
    }

    @Test func `rows that wait for long make the gateway unwell`() async throws {
        var limits = AuditTrail.Limits()
        limits.age = .seconds(5)
        try await self.withTrail(limits) { database, trail in
            #expect(trail.status == .ok)
            trail.record(self.row(subject: "now"), in: nil)
            #expect(trail.status == .ok)
            try await withRunning(trail) { _ in try await self.expectCount(1, in: database) }
            let old = Timestamp.now.advanced(by: .seconds(-6))
            trail.record(self.row(subject: "old", at: old), in: nil)
            #expect(trail.status != .ok)
        }
    }

    private func withTrail(
        _ limits: AuditTrail.Limits = AuditTrail.Limits(),
        _ body: (TestDatabase, AuditTrail) async throws -> Void
    ) async throws {
        try await withTestDatabase(schema: "gateway", migrations: GatewayService.migrations) {
            database in
            try await body(database, AuditTrail(database: database.pool, limits: limits))
        }
    }

    private func expectCount(_ count: Int64, in database: TestDatabase) async throws {
        try await eventually("\(count) rows are written") {
            try await database.pool.withTransaction(.readOnly) { transaction in
                try transaction.execute("SELECT count(*) FROM audit")
                    .first?.decode(0, as: Int64.self) == count
            }
        }
    }

    private func row(subject: String, at time: Timestamp = .now) -> AuditStore.Record {
        AuditStore.Record(
            id: .make(),
            recordedAt: time,
            actor: Actor(kind: .user, id: ID<User>.make().rawValue, name: "ada"),
            operation: "createUser",
            subject: subject,
            outcome: .done,
            status: 201,
            code: nil,
            address: "127.0.0.1",
            userAgent: nil,
            idempotencyKey: nil,
            requestID: ID<AuditRecord>.make().rawValue
        )
    }
}
