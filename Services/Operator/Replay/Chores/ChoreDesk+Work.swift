import Kernel

extension ChoreDesk {
    /// Does the chore.
    ///
    /// - Parameter opening: Before the first sale.
    mutating func work(opening: Timestamp) async throws {
        switch self.chore.kind {
        case .delivery: try await self.deliver()
        case .lateDelivery: try await self.deliverLate(on: opening)
        case .shelving: try await self.shelve()
        case .road: try await self.sendByRoad()
        case .promise: try await self.promise()
        case .rivalry: try await self.rival()
        case .production: try await self.produce()
        case .exchange: try await self.exchange()
        case .mistake: try await self.undoMistake()
        case .batch: try await self.doAtOnce()
        case .hold: try await self.hold()
        case .recall: try await self.recall()
        case .count: try await self.count()
        case .worth: try await self.revalue()
        case .pallet: try await self.moveOnPallet()
        case .inspection: try await self.inspect()
        case .serials: try await self.handleNumbered()
        case .backorder: try await self.waitForGoods()
        case .withdrawal: try await self.withdraw()
        case .countPlan: try await self.countByPlan()
        case .approval: try await self.seekApproval()
        case .period: try await self.closePeriod(before: opening)
        case .evidence: try await self.proveRecall()
        case .undoing: try await self.undo()
        }
    }
}
