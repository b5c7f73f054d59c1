import Contracts
import Kernel
import Testing

@testable import Ledger

/// One look at the past after each step: any read, of any two times.
extension History {
    /// By what two times the past is asked for.
    struct Times {
        var asOf: Timestamp?
        var knownAt: Timestamp?
    }

    /// What is compared, each of a variant or of all.
    enum AnyRead: CaseIterable {
        case stock
        case levels
        case warehouses
        case movements
        case values
        case places
        case dashboards
    }

    /// Some time within the history, some time at which something was recorded, or both.
    mutating func anyTimes() throws -> Times {
        let ago = RandomPosting.span * Double.random(in: 0...1, using: &self.generator)
        let past = Timestamp.now.advanced(by: .zero - ago)
        let recorded = self.model.recordingTimes
        let knownAt = try #require(recorded.randomElement(using: &self.generator))
        // Promises and lots are as young as the test: some time at which they were other ones.
        let lately = try #require(recorded.randomElement(using: &self.generator))
        let choices = [
            Times(asOf: past), Times(knownAt: knownAt), Times(asOf: past, knownAt: knownAt),
            Times(asOf: lately), Times(asOf: lately, knownAt: knownAt),
        ]
        return choices.randomElement(using: &self.generator) ?? Times()
    }

    /// Compares a few reads of the past, whichever chance has it, and says which these were.
    mutating func expectAnyPast(reads: Int) async throws -> Set<AnyRead> {
        try await self.ledger.horizonPassed()
        let chosen = AnyRead.allCases.shuffled(using: &self.generator).prefix(reads)
        for read in chosen {
            let times = try self.anyTimes()
            try await self.expect(read, at: times)
        }
        return Set(chosen)
    }

    private mutating func expect(_ read: AnyRead, at times: Times) async throws {
        let (asOf, knownAt) = (times.asOf, times.knownAt)
        switch read {
        case .stock:
            let sku = try #require(RandomPosting.skus.randomElement(using: &self.generator))
            try await self.expectPast(of: sku, asOf: asOf, knownAt: knownAt)
        case .levels: try await self.expectLevels(asOf: asOf, knownAt: knownAt)
        case .warehouses: try await self.expectWarehouses(asOf: asOf, knownAt: knownAt)
        case .movements: try await self.expectMovements(asOf: asOf, knownAt: knownAt)
        case .values:
            try await self.readCosts()
            try await self.expectValuation(asOf: asOf, knownAt: knownAt)
        case .places:
            try await self.readCosts()
            try await self.expectPlaces(asOf: asOf, knownAt: knownAt)
        case .dashboards:
            try await self.readCosts()
            try await self.expectDashboards(asOf: asOf, knownAt: knownAt)
        }
    }
}
