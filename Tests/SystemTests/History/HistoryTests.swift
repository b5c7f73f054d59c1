import Contracts
import Kernel
import TestSupport
import Testing

@testable import Operator

extension SystemSuite {
    /// What clients saw of the ledger while services were killed, held against one ledger that does
    /// one thing at a time.
    @Suite(.timeLimit(.minutes(15))) struct HistoryTests {
        private static let clients = 200
        private static let variants = 8
        private static let opening = 12
        private static let seed: UInt64 = 20_260_101

        @Test func `what two hundred clients saw could have happened one at a time`()
            async throws
        {
            let rounds = LongRuns.areAsked ? 5 : 1
            // Those between the clients and the stock, or all of them.
            let victims = LongRuns.areAsked ? Suite.services : [.gateway, .ledger]
            let operations = LongRuns.areAsked ? 8 : 4
            let system = try System.current
            for round in 0..<rounds {
                let seed = Self.seed + UInt64(round)
                let report = try await self.record(
                    operations,
                    killing: victims,
                    seed: seed,
                    in: system
                )
                try Console.standard.write(report.text)
                for verdict in report.verdicts {
                    #expect(verdict.isLinearizable, "seed \(seed): \(verdict.results)")
                }
            }
        }

        /// One round on variants of its own, which keeps every history short enough to be checked.
        private func record(
            _ operations: Int,
            killing services: [ServiceName],
            seed: UInt64,
            in system: System
        ) async throws -> HistoryReport {
            var generator = SeededGenerator(seed: seed)
            let victims = services.shuffled(using: &generator)
            let tally = HistoryTally()
            let shelves = try await self.shelves(tally, in: system)
            let total = Self.clients * operations
            // Somewhere in each part of the round.
            let moments = victims.indices.map { part in
                Int.random(in: total * part..<total * (part + 1), using: &generator) / victims.count
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<Self.clients {
                    var client = StockClient(
                        of: shelves[client % shelves.count],
                        in: system,
                        tally: tally,
                        seed: generator.next()
                    )
                    group.addTask { try await client.work(operations) }
                }
                // None waits for another to be back: by then the clients would have done it all.
                for (victim, moment) in zip(victims, moments) {
                    group.addTask { try await Self.kill(victim, at: moment, of: tally, in: system) }
                }
                try await group.waitForAll()
            }
            try await self.finish(shelves, tally, in: system)
            #expect(tally.counts.repeated > 0, "nobody was kept waiting by a kill")
            let model = StockModel(warehouses: System.historyWarehouses.count)
            return HistoryReport(
                clients: Self.clients,
                seed: seed,
                kills: victims.map(\.rawValue),
                counts: tally.counts,
                shelves: shelves,
                verdicts: shelves.map { model.verdict(on: $0.operations) }
            )
        }

        private static func kill(
            _ victim: ServiceName,
            at moment: Int,
            of tally: HistoryTally,
            in system: System
        ) async throws {
            try await tally.reach(Self.variants * System.historyWarehouses.count + moment)
            let ended = try await system.kill(victim)
            try await system.untilReplaced(ended, victim)
        }

        /// New variants with a little of each, so that some ask for more than there is.
        private func shelves(_ tally: HistoryTally, in system: System) async throws -> [StockShelf]
        {
            var shelves: [StockShelf] = []
            for _ in 0..<Self.variants {
                let article = try await system.article()
                let shelf = StockShelf(sku: article.sku, warehouses: System.historyWarehouses)
                // The ledger has heard of it once it can read it.
                try await eventually("\(article.sku) is known", within: System.newsLimit) {
                    let call = try shelf.call(for: .count)
                    return try await system.call(call, by: system.admin).isSuccess
                }
                var client = StockClient(of: shelf, in: system, tally: tally, seed: 0)
                for warehouse in shelf.warehouses.indices {
                    try await client.ask(
                        .move(.receive, warehouse: warehouse, by: Self.opening)
                    )
                }
                shelves.append(shelf)
            }
            return shelves
        }

        /// Reads everything once more, and holds every reading against the journal.
        private func finish(
            _ shelves: [StockShelf],
            _ tally: HistoryTally,
            in system: System
        ) async throws {
            for shelf in shelves {
                var client = StockClient(of: shelf, in: system, tally: tally, seed: 0)
                try await client.read()
                let journal = try await StockJournal(of: shelf, in: system)
                for reading in shelf.readings {
                    let recorded = journal.onHand(at: reading.knownAt, in: shelf.warehouses)
                    #expect(reading.onHand == recorded, "at \(reading.knownAt) of \(shelf.sku)")
                }
            }
        }
    }
}

extension System {
    /// Where the variants of a history are.
    fileprivate static let historyWarehouses = [System.main, System.east]
}
