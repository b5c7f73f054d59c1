import TestSupport

/// What was found out about the history of one variant.
struct StockVerdict: Sendable {
    /// Of all warehouses together, or of each by itself.
    let results: [Linearizability]
    /// Whether each warehouse was looked at by itself.
    let isDivided: Bool

    var isLinearizable: Bool { self.results.allSatisfy { $0 == .linearizable } }
}

extension StockModel {
    /// Looks for an order of all operations, and where there are too many for that, for one of those of
    /// each warehouse.
    ///
    /// Warehouses are objects that have nothing to do with each other, but for readings of all of them:
    /// that these are of one moment is held against the journal besides (``HistoryTests``).
    func verdict(on operations: [HistoricOperation<StockModel>]) -> StockVerdict {
        let whole = LinearizabilityChecker(self).check(operations)
        guard case .undecided = whole else {
            return StockVerdict(results: [whole], isDivided: false)
        }
        return self.dividedVerdict(on: operations)
    }

    /// Looks for an order of the operations of each warehouse.
    func dividedVerdict(on operations: [HistoricOperation<StockModel>]) -> StockVerdict {
        let checker = LinearizabilityChecker(StockModel(warehouses: 1))
        let promised = self.warehouses(ofPromisesIn: operations)
        return StockVerdict(
            results: (0..<self.warehouses).map { warehouse in
                checker.check(operations.compactMap { $0.part(in: warehouse, promised: promised) })
            },
            isDivided: true
        )
    }

    /// In which warehouse each promise was asked for.
    private func warehouses(
        ofPromisesIn operations: [HistoricOperation<StockModel>]
    ) -> [Int: Int] {
        operations.reduce(into: [:]) { warehouses, operation in
            guard case .reserve(let promise, let warehouse, _) = operation.request else { return }
            warehouses[promise] = warehouse
        }
    }
}

extension HistoricOperation<StockModel> {
    /// What of the operation concerns one warehouse, as if there were no other; `nil` where nothing
    /// does.
    ///
    /// What is done with a promise that was never asked for concerns all of them.
    fileprivate func part(in warehouse: Int, promised: [Int: Int]) -> Self? {
        switch self.request {
        case .move(let move, warehouse, let change):
            self.asking(.move(move, warehouse: 0, by: change))
        case .reserve(let promise, warehouse, let quantity):
            self.asking(.reserve(promise: promise, warehouse: 0, quantity: quantity))
        case .consume(let promise), .release(let promise):
            promised[promise] ?? warehouse == warehouse ? self : nil
        case .count:
            self.asking(.count) { answer in
                guard case .counted(let pieces) = answer else { return answer }
                return .counted([pieces[warehouse]])
            }
        case .countPromised(warehouse): self.asking(.countPromised(warehouse: 0))
        case .move, .reserve, .countPromised: nil
        }
    }

    private func asking(
        _ request: StockModel.Request,
        _ answer: (StockModel.Answer) -> StockModel.Answer = { $0 }
    ) -> Self {
        guard let returned = self.returned else {
            return Self(unanswered: request, calledAt: self.calledAt)
        }
        return Self(
            request,
            calledAt: self.calledAt,
            answer: answer(returned.answer),
            returnedAt: returned.time,
            likelyAt: self.likelyAt
        )
    }
}
