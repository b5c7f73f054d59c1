import Contracts
import Kernel
import LedgerDomain

extension RandomCommand {
    static func order(_ generator: inout SeededGenerator) -> LedgerCommand {
        let places = [Company.north, Company.bin, Company.south].shuffled(using: &generator)
        return Company.order(
            Self.quantity(&generator),
            Self.quantity(&generator),
            of: Bool.random(using: &generator) ? Company.lotted : Company.plain,
            from: places[0],
            to: places[1]
        )
    }

    /// Something becomes of one of the latest orders, whether it can or not.
    static func step(
        of model: ReferenceModel,
        _ generator: inout SeededGenerator
    ) -> LedgerCommand {
        let order = model.orders.suffix(5).randomElement(using: &generator)?.id ?? .make()
        let ways: [TransferStep.Way] = [
            .dispatch, .dispatch, .receive, .receive, .lose(.lost), .lose(.damaged),
        ]
        let way = ways.randomElement(using: &generator) ?? .dispatch
        if Int.random(in: 0..<20, using: &generator) == 0 {
            return .cancelOrder(TransferCancellation(order))
        }
        let lots = ["L1", "L2", nil, nil].randomElement(using: &generator) ?? nil
        return Company.carry(
            way,
            Bool.random(using: &generator) ? Self.quantity(&generator) : nil,
            of: order,
            line: Int.random(in: 1...2, using: &generator),
            isAnywhere: Bool.random(using: &generator),
            lot: lots.map { .code($0, StockLot.Details()) }
        )
    }
}
