import Kernel
import TestSupport

/// A history that a seed makes up, and the fault of the ledger that would have led to it.
///
/// Every operation takes effect at a moment of its own between call and return, in a state that
/// follows ``StockModel``, so without a fault the history is linearizable. The last operations read
/// everything.
struct MadeUpHistory {
    enum Fault: CaseIterable {
        /// A change is answered and not kept.
        case lostUpdate
        /// A change takes effect twice.
        case doubleEffect
        /// A reading is answered from before the last change, which was answered already.
        case staleRead
    }

    private struct Planned {
        let request: StockModel.Request
        let call: Int64
        let effect: Int64
        let end: Int64
        let isAnswered: Bool
    }

    private static let warehouses = 2
    /// What takes effect within so many microseconds is said to do so at the same time.
    private static let batch: Int64 = 20
    static let model = StockModel(warehouses: warehouses)

    private(set) var operations: [HistoricOperation<StockModel>] = []
    /// Whether the fault has happened.
    private(set) var isFaulty = false

    /// - Parameters:
    ///   - unanswered: How many of a hundred operations nobody knows the outcome of.
    ///   - fault: What goes wrong, once, in the middle.
    init(
        clients: Int,
        operationsEach: Int,
        unanswered: Int = 0,
        fault: Fault? = nil,
        seed: UInt64
    ) {
        var generator = SeededGenerator(seed: seed)
        var promises = 0
        let plan = (0..<clients).flatMap { _ in
            Self.plan(operationsEach, unanswered: unanswered, promises: &promises, &generator)
        }
        .sorted { $0.effect < $1.effect }
        self.carryOut(plan, fault: fault, &generator)
    }

    private static func plan(
        _ count: Int,
        unanswered: Int,
        promises: inout Int,
        _ generator: inout SeededGenerator
    ) -> [Planned] {
        var time: Int64 = 0
        var own: [Int] = []
        return (0..<count).map { _ in
            let call = time + Int64.random(in: 1...50, using: &generator)
            let isAnswered = Int.random(in: 0..<100, using: &generator) >= unanswered
            // What is not answered may take effect long after its client has given up.
            let patience: Int64 = isAnswered ? 100 : 1_000
            let effect = call + Int64.random(in: 0...patience, using: &generator)
            let end = effect + Int64.random(in: 0...100, using: &generator)
            time = isAnswered ? end : call + 100
            let request = self.request(&own, &promises, &generator)
            return Planned(
                request: request,
                call: call,
                effect: effect,
                end: end,
                isAnswered: isAnswered
            )
        }
    }

    private static func request(
        _ own: inout [Int],
        _ promises: inout Int,
        _ generator: inout SeededGenerator
    ) -> StockModel.Request {
        let warehouse = Int.random(in: 0..<self.warehouses, using: &generator)
        let quantity = Int.random(in: 1...5, using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0, 1: return .move(.receive, warehouse: warehouse, by: quantity)
        case 2: return .move(.sell, warehouse: warehouse, by: -quantity)
        case 3: return .move(.adjust, warehouse: warehouse, by: 2 - quantity)
        case 4, 5:
            guard let promise = own.popLast() else {
                promises += 1
                own.append(promises)
                return .reserve(promise: promises, warehouse: warehouse, quantity: quantity)
            }
            return Bool.random(using: &generator)
                ? .consume(promise: promise) : .release(promise: promise)
        case 6: return .count
        default: return .countPromised(warehouse: warehouse)
        }
    }

    private mutating func carryOut(
        _ plan: [Planned],
        fault: Fault?,
        _ generator: inout SeededGenerator
    ) {
        var state = Self.model.start
        var old = state
        for (number, planned) in plan.enumerated() {
            let before = state
            let answer = Self.model.answer(planned.request, in: &state)
            guard planned.isAnswered else {
                if Bool.random(using: &generator) { state = before }
                self.operations.append(
                    HistoricOperation(
                        unanswered: planned.request,
                        calledAt: Timestamp(microseconds: planned.call)
                    )
                )
                continue
            }
            self.append(
                planned.request,
                answer,
                planned.call...planned.end,
                likelyAt: state == before && planned.request != .count
                    ? nil : planned.effect / Self.batch * Self.batch
            )
            guard state.levels.map(\.onHand) != before.levels.map(\.onHand) else { continue }
            old = before
            guard !self.isFaulty, number >= plan.count / 2 else { continue }
            let once = state
            switch fault {
            case .lostUpdate: state = before
            case .doubleEffect: _ = Self.model.answer(planned.request, in: &state)
            case .staleRead, nil: continue
            }
            // What is refused the second time has no double effect.
            self.isFaulty = state != once
        }
        let last = (plan.map(\.end).max() ?? 0) + 1
        if fault == .staleRead {
            self.append(.count, Self.model.answer(.count, in: &old), last...last)
            self.isFaulty = true
        }
        let promised = (0..<Self.warehouses).map(StockModel.Request.countPromised)
        for request in [.count] + promised {
            self.append(request, Self.model.answer(request, in: &state), last...last)
        }
    }

    private mutating func append(
        _ request: StockModel.Request,
        _ answer: StockModel.Answer,
        _ times: ClosedRange<Int64>,
        likelyAt: Int64? = nil
    ) {
        self.operations.append(
            HistoricOperation(
                request,
                calledAt: Timestamp(microseconds: times.lowerBound),
                answer: answer,
                returnedAt: Timestamp(microseconds: times.upperBound),
                likelyAt: likelyAt.map { Timestamp(microseconds: $0) }
            )
        )
    }
}
