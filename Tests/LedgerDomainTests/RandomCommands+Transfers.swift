import Contracts
import Kernel
import LedgerDomain

extension RandomCommands {
    mutating func order() -> LedgerCommand {
        let places = [Company.north, Company.bin, Company.south].shuffled(using: &self.generator)
        return Company.order(
            self.quantity(),
            self.quantity(),
            of: self.chance(1, of: 2) ? Company.lotted : Company.plain,
            id: self.identifier(),
            from: places[0],
            to: places[1]
        )
    }

    /// Something becomes of one of the latest orders, whether it can or not.
    mutating func step(of road: RoadModel, at now: Timestamp) -> LedgerCommand {
        let order = self.one(of: road.orders.suffix(5))?.id ?? self.identifier()
        if self.chance(1, of: 20) { return .cancelOrder(TransferCancellation(order)) }
        let ways: [TransferStep.Way] = [
            .dispatch, .dispatch, .receive, .receive, .lose(.lost), .lose(.damaged),
        ]
        let part = DocumentPart(
            number: Int.random(in: 1...2, using: &self.generator),
            quantity: self.quantity(),
            lot: self.chance(1, of: 2) ? self.lot() : nil
        )
        return .carry(
            TransferStep(
                self.one(of: ways) ?? .dispatch,
                entry: self.identifier(),
                order: order,
                about: self.circumstances(at: now),
                isAnywhere: self.chance(1, of: 2),
                lines: self.chance(1, of: 2) ? [part] : []
            )
        )
    }
}
