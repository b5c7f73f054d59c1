import Kernel
import TestSupport
import Testing

/// The checker itself, on histories of which it is known whether they are linearizable.
@Suite struct CheckerTests {
    typealias Operation = HistoricOperation<StockModel>

    private static let seeds: ClosedRange<UInt64> = 1...50

    @Test func `a history of nothing is linearizable`() {
        #expect(self.verdict([]) == .linearizable)
    }

    @Test(arguments: Self.seeds)
    func `a history that happened one at a time is accepted`(seed: UInt64) {
        let history = MadeUpHistory(clients: 8, operationsEach: 12, seed: seed)
        #expect(self.verdict(history.operations) == .linearizable)
    }

    @Test(arguments: Self.seeds)
    func `outcomes that nobody knows are accepted`(seed: UInt64) {
        let history = MadeUpHistory(clients: 6, operationsEach: 10, unanswered: 8, seed: seed)
        #expect(self.verdict(history.operations) == .linearizable)
    }

    @Test(arguments: MadeUpHistory.Fault.allCases, Self.seeds)
    func `a planted fault is found`(fault: MadeUpHistory.Fault, seed: UInt64) {
        let history = MadeUpHistory(clients: 6, operationsEach: 10, fault: fault, seed: seed)
        #expect(history.isFaulty)
        #expect(self.isViolated(history.operations))
    }

    @Test func `two who write over each other are found`() {
        #expect(
            self.isViolated([
                self.moved(5, leaving: 5, 0...10),
                self.moved(3, leaving: 3, 5...15),
            ])
        )
    }

    @Test func `a read of what was answered before it began is found`() {
        let receipt = self.moved(5, leaving: 5, 0...10)
        #expect(self.isViolated([receipt, self.counted(0, 11...20)]))
        // At the same time it may come before or after.
        #expect(self.verdict([receipt, self.counted(0, 10...20)]) == .linearizable)
        #expect(self.verdict([receipt, self.counted(5, 10...20)]) == .linearizable)
    }

    @Test func `two reads do not go back in time`() {
        let receipt = self.moved(5, leaving: 5, 0...100)
        #expect(self.isViolated([receipt, self.counted(5, 10...20), self.counted(0, 30...40)]))
    }

    @Test func `what nobody knows the outcome of happens once or never`() {
        let receipt = self.moved(5, leaving: 5, 0...10)
        let sale = Operation(
            unanswered: .move(.sell, warehouse: 0, by: -2),
            calledAt: Timestamp(microseconds: 20)
        )
        for onHand in [5, 3] {
            #expect(
                self.verdict([receipt, sale, self.counted(onHand, 30...40)]) == .linearizable
            )
        }
        #expect(self.isViolated([receipt, sale, self.counted(1, 30...40)]))
        #expect(self.isViolated([receipt, sale, self.counted(3, 11...19)]))
        // It may be late, but it is not undone.
        let late = [self.counted(5, 30...40), self.counted(3, 50...60)]
        #expect(self.verdict([receipt, sale] + late) == .linearizable)
        #expect(self.isViolated([receipt, sale] + late + [self.counted(5, 70...80)]))
    }

    @Test func `the last piece is sold once`() {
        let receipt = self.moved(1, leaving: 1, 0...10)
        let sale = self.operation(
            .move(.sell, warehouse: 0, by: -1),
            .moved(onHand: 0),
            20...40
        )
        #expect(self.isViolated([receipt, sale, sale]))
        let refused = self.operation(
            .move(.sell, warehouse: 0, by: -1),
            .insufficient(available: 0),
            25...35
        )
        #expect(self.verdict([receipt, sale, refused]) == .linearizable)
    }

    @Test func `a promise is redeemed once`() {
        let made = [
            self.moved(4, leaving: 4, 0...10),
            self.operation(
                .reserve(promise: 1, warehouse: 0, quantity: 3),
                .reserved,
                11...20
            ),
        ]
        let consumed = self.operation(.consume(promise: 1), .moved(onHand: 1), 30...50)
        let released = self.operation(.release(promise: 1), .released, 35...45)
        let refused = self.operation(.release(promise: 1), .promiseEnded, 35...45)
        #expect(self.isViolated(made + [consumed, released]))
        #expect(self.verdict(made + [consumed, refused]) == .linearizable)
    }

    @Test(arguments: Self.seeds)
    func `a history is accepted warehouse by warehouse`(seed: UInt64) {
        let history = MadeUpHistory(clients: 8, operationsEach: 12, unanswered: 4, seed: seed)
        let verdict = MadeUpHistory.model.dividedVerdict(on: history.operations)
        #expect(verdict.results == [.linearizable, .linearizable])
    }

    @Test(arguments: MadeUpHistory.Fault.allCases, Self.seeds)
    func `a planted fault is found warehouse by warehouse`(
        fault: MadeUpHistory.Fault,
        seed: UInt64
    ) {
        let history = MadeUpHistory(clients: 6, operationsEach: 10, fault: fault, seed: seed)
        let verdict = MadeUpHistory.model.dividedVerdict(on: history.operations)
        #expect(
            verdict.results.contains { result in
                if case .violated = result { true } else { false }
            }
        )
    }

    @Test func `a search that takes too long says so`() {
        let history = MadeUpHistory(clients: 6, operationsEach: 10, seed: 1)
        let checker = LinearizabilityChecker(MadeUpHistory.model, maximumConfigurations: 10)
        #expect(checker.check(history.operations) == .undecided(configurations: 11))
    }

    @Test func `a violation says how far it got and what does not fit`() throws {
        let found = self.verdict([self.moved(5, leaving: 5, 0...10), self.counted(4, 11...20)])
        guard case .violated(let violation) = found else {
            Issue.record("\(found)")
            return
        }
        #expect(violation.placed == 1)
        #expect(violation.answered == 2)
        #expect(violation.stuck.count == 1)
        #expect(violation.description.contains("counted([4, 0])"))
    }

    private func verdict(_ operations: [Operation]) -> Linearizability {
        LinearizabilityChecker(MadeUpHistory.model).check(operations)
    }

    private func isViolated(_ operations: [Operation]) -> Bool {
        if case .violated = self.verdict(operations) { true } else { false }
    }

    private func moved(_ change: Int, leaving: Int, _ times: ClosedRange<Int64>) -> Operation {
        self.operation(
            .move(.receive, warehouse: 0, by: change),
            .moved(onHand: leaving),
            times
        )
    }

    private func counted(_ onHand: Int, _ times: ClosedRange<Int64>) -> Operation {
        self.operation(.count, .counted([onHand, 0]), times)
    }

    private func operation(
        _ request: StockModel.Request,
        _ answer: StockModel.Answer,
        _ times: ClosedRange<Int64>
    ) -> Operation {
        Operation(
            request,
            calledAt: Timestamp(microseconds: times.lowerBound),
            answer: answer,
            returnedAt: Timestamp(microseconds: times.upperBound)
        )
    }
}
