extension Chore.Kind {
    /// How often a chore with goods of its own is done; a day of long ago is closed once.
    private static let ownTimes = 5

    /// How often a run does it, where there are goods enough.
    var times: Int {
        if self == .period { return 1 }
        return self.hasOwnGoods ? Self.ownTimes : ChorePlan.timesEach
    }

    /// Whether its goods are made for it, so that what it reads back is what it did and nobody else.
    var hasOwnGoods: Bool { self.ownGoods(of: 0, in: "") != nil }

    /// ``Chore/width`` goods that nobody else touches; `nil` where it has what tills sell.
    func ownGoods(of number: Int, in run: String) -> [Chore.Goods]? {
        func goods(areLotted lots: [Bool], areNumbered: Bool = false) -> [Chore.Goods] {
            zip(["A", "B", "C"], lots).map { letter, isLotted in
                Chore.Goods(
                    sku: "BUSY-\(run.prefix(8))-\(number)\(letter)",
                    isLotted: isLotted,
                    isNumbered: areNumbered
                )
            }
        }
        switch self {
        case .delivery, .lateDelivery, .shelving, .road, .promise, .rivalry, .production, .exchange,
            .mistake, .batch, .hold, .recall, .count, .worth:
            return nil
        case .pallet, .undoing:
            return goods(areLotted: [true, false, false])
        case .inspection, .evidence:
            return goods(areLotted: [true, true, true])
        case .serials:
            return goods(areLotted: [false, false, false], areNumbered: true)
        case .backorder, .withdrawal, .countPlan, .approval, .period:
            return goods(areLotted: [false, false, false])
        }
    }
}
