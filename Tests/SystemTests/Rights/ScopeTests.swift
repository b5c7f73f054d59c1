import Contracts
import Kernel
import TestSupport
import Testing

extension SystemSuite {
    /// Jobs that are granted for a warehouse.
    @Suite(.timeLimit(.minutes(2))) struct ScopeTests {
        /// What a scope is for, at a location.
        struct Job: Sendable, CustomTestStringConvertible {
            let scope: Scope
            /// Whether what is worked on in other warehouses is hidden from who may not read it there.
            var isHidden = false
            let call: @Sendable (_ system: System, _ warehouse: String) async throws -> Call

            var testDescription: String { self.scope.rawValue }
        }

        static let jobs = [
            Job(scope: .receive) { system, warehouse in
                let article = try await system.stockedArticle(at: warehouse)
                return try Call("postReceipt", json: Recipe.posting(article, at: warehouse))
            },
            Job(scope: .pick) { system, warehouse in
                let reservation = try await system.reservation(in: warehouse)
                return try Call(
                    "consumeReservation",
                    ["reservationId": reservation],
                    json: [:]
                )
            },
            Job(scope: .adjust) { system, warehouse in
                let article = try await system.stockedArticle(at: warehouse)
                let draft = Recipe.posting(article, at: warehouse, ["reason": "found"])
                return try Call("postAdjustment", json: draft)
            },
            Job(scope: .transfer) { system, warehouse in
                let zone = "ZONE-\(Unique.word())"
                let draft: JSONValue = [
                    "code": .string(zone), "name": "A zone", "kind": "zone",
                    "parent": .string(warehouse),
                ]
                try await system.make("createLocation", json: draft)
                return try await Self.transfer(from: warehouse, to: zone, in: system)
            },
            Job(scope: .count, isHidden: true) { system, warehouse in
                let article = try await system.stockedArticle(at: warehouse)
                let line: JSONValue = [
                    "sku": .string(article.sku), "location": .string(warehouse),
                ]
                let count = try await system.make("createCount", json: ["lines": [line]])
                return try Call(
                    "submitCount",
                    ["countId": count.text("id")],
                    json: ["lines": [["line": 1, "quantity": "1"]]]
                )
            },
        ]

        @Test func `every scope that an operation needs has a job here`() {
            let needed = Set(Operations.all.compactMap(\.permission))
            let scopes = Scope.allCases.filter { needed.contains($0.permission) }
            #expect(Set(Self.jobs.map(\.scope)) == Set(scopes))
        }

        @Test(arguments: jobs)
        func `a scope holds where it is granted and nowhere else`(job: Job) async throws {
            let system = try System.current
            let here = try await system.hire(.viewer, grants: [(job.scope, [System.main])])
            let inside = try await job.call(system, System.main)
            try await system.succeed(inside, by: here)
            let outside = try await job.call(system, System.east)
            try await expectRefusal(of: outside, by: here, at: System.east, in: system)
            // The refusal has used nothing up.
            let anywhere = try await system.hire(.viewer, grants: [(job.scope, nil)])
            try await system.succeed(outside, by: anywhere)
        }

        @Test(arguments: jobs)
        func `an API key holds in its warehouses and nowhere else`(job: Job) async throws {
            let system = try System.current
            let here = try await system.machine([job.scope.permission], warehouses: [System.main])
            try await system.succeed(job.call(system, System.main), by: here)
            let outside = try await job.call(system, System.east)
            if job.isHidden {
                #expect(try await system.call(outside, by: here).status == 404)
            } else {
                try await expectRefusal(of: outside, by: here, at: System.east, in: system)
            }
        }

        @Test func `what touches two warehouses needs the right in both`() async throws {
            let system = try System.current
            let here = try await system.machine(
                [.stockTransfer, .stockReverse],
                warehouses: [System.main]
            )
            let out = try await Self.transfer(from: System.main, to: System.east, in: system)
            try await expectRefusal(of: out, by: here, at: System.east, in: system)
            let into = try await Self.transfer(from: System.east, to: System.main, in: system)
            try await expectRefusal(of: into, by: here, at: System.east, in: system)
            let entry = try await system.succeed(out, by: system.admin).text("id")
            let reversal = try Call(
                "reverseEntry",
                ["entryId": entry],
                json: ["reason": "cancelled"]
            )
            try await expectRefusal(of: reversal, by: here, at: System.east, in: system)
            try await system.succeed(reversal, by: system.admin)
        }

        private static func transfer(
            from: String,
            to: String,
            in system: System
        ) async throws -> Call {
            let article = try await system.stockedArticle(at: from)
            return try Call(
                "postTransfer",
                json: [
                    "from": .string(from), "to": .string(to), "lines": Recipe.lines(article),
                ]
            )
        }

        private func expectRefusal(
            of call: Call,
            by caller: Caller,
            at warehouse: String,
            in system: System
        ) async throws {
            let answer = try await system.call(call, by: caller)
            #expect(answer.status == 403, "\(call.operation.id): \(answer.bodyText)")
            #expect(try answer.code == .forbidden)
            let location = try await system.succeed(
                Call("listLocations", query: [("q", warehouse)]),
                by: system.admin
            )
            let id = try location.json?["items"]?.elements?.first { $0["code"]?.text == warehouse }
            #expect(try answer.json?["warehouseId"] == id?["id"])
        }
    }
}
