import Kernel
import Testing

@testable import Operator

struct HistoryTests {
    private static let end = Timestamp(microseconds: 1_750_000_000_000_000)

    private static func plan(movements: Int = 300_000) -> HistoryPlan {
        HistoryPlan(movements: movements, variants: 2_000, name: "T", endsAt: Self.end)
    }

    @Test func `a cycle has as many movements as it says`() throws {
        let cycle = try #require(Array(Self.plan().cycles(of: 3)).first)
        #expect(cycle.documents.map(\.movements).reduce(0, +) == HistoryCycle.movements)
    }

    @Test func `every cycle of a plan is one worker's`() {
        let plan = Self.plan()
        let numbers = (0..<HistoryPlan.workers).flatMap { plan.cycles(of: $0).map(\.number) }
        #expect(numbers.sorted() == Array(0..<plan.cycles))
        #expect(plan.cycles * HistoryCycle.movements >= plan.movements)
    }

    @Test func `all of it happens within the year before`() {
        let plan = Self.plan(movements: 100_000)
        for worker in 0..<HistoryPlan.workers {
            for document in plan.cycles(of: worker).flatMap(\.documents) {
                #expect(document.effectiveAt <= Self.end)
                #expect(document.effectiveAt >= Self.end.advanced(by: .zero - HistoryCompany.span))
            }
        }
    }

    /// Whoever posts other cycles meanwhile only adds to what is there.
    @Test func `each document finds what it takes among what its cycles brought before`() {
        for worker in [0, 5] {
            var stock: [Place: Int64] = [:]
            for cycle in Self.plan().cycles(of: worker) {
                for document in cycle.documents { Self.post(document, to: &stock) }
            }
            #expect(stock.values.allSatisfy { $0 >= 0 })
            // One of each kind that came stays, and of what is in lots nothing.
            let left = stock.filter { $0.value != 0 }
            #expect(!left.isEmpty && left.keys.allSatisfy { $0.lot == nil })
        }
    }

    @Test func `no two workers share a lot`() {
        let plan = Self.plan()
        let lots = (0..<HistoryPlan.workers).map { worker in
            Set(plan.cycles(of: worker).flatMap { [$0.grainLot, $0.flourLot] })
        }
        #expect(lots.map(\.count).reduce(0, +) == Set(lots.joined()).count)
    }

    private struct Place: Hashable {
        let sku: String
        let lot: String?
        let location: String
    }

    private static func post(_ document: HistoryDocument, to stock: inout [Place: Int64]) {
        func move(_ lines: [HistoryDocument.Line]?, at location: String?, isTaken: Bool) {
            for line in lines ?? [] {
                let place = Place(sku: line.sku, lot: line.lot, location: location ?? "")
                let change = line.quantity.tenThousandths * (isTaken ? -1 : 1)
                stock[place, default: 0] += change
                if isTaken { #expect(stock[place, default: 0] >= 0) }
            }
        }
        switch document.operation {
        case "receipts": move(document.lines, at: document.location, isTaken: false)
        case "transfers":
            move(document.lines, at: document.from, isTaken: true)
            move(document.lines, at: document.to, isTaken: false)
        case "productions":
            move(document.inputs, at: document.location, isTaken: true)
            move(document.outputs, at: document.location, isTaken: false)
        default: move(document.lines, at: document.location, isTaken: true)
        }
    }
}
