import Kernel

/// Some goods on their way through the company: received, moved to a shelf and, most of them, sold.
///
/// Each document finds what it takes, whatever other cycles do at the same time; and some of all goods
/// stays. Beside many kinds of plain goods there is grain, of which flour is made, and both are sold in
/// lots, so that there is something to trace.
struct HistoryCycle: Sendable {
    /// Kinds of plain goods, the busy one included.
    static let plainGoods = 500
    /// Lines of plain goods in one sale.
    static let goodsPerSale = 20
    /// How often each is sold.
    static let salesOfEach = 2
    static let sales = Self.plainGoods / Self.goodsPerSale * Self.salesOfEach
    /// Cycles that share a lot of flour; of grain they are five times as many.
    static let cyclesPerFlour = 10
    static let floursPerGrain = 5
    /// Between two documents.
    static let step = Duration.seconds(30)

    static let movements =
        Self.plainGoods * 2 + 4 + Self.sales * (Self.goodsPerSale + HistoryCompany.lotted.count)

    let number: Int
    /// The number of the cycle among those that come one after the other.
    let turn: Int
    /// What lots are named after: nobody else uses it.
    let series: String
    let startsAt: Timestamp
    let variants: Int

    var grainLot: String {
        "G-\(self.series)-\(self.turn / (Self.cyclesPerFlour * Self.floursPerGrain))"
    }

    var flourLot: String { "F-\(self.series)-\(self.turn / Self.cyclesPerFlour)" }

    /// In the order in which they have to be posted.
    var documents: [HistoryDocument] {
        let (from, to) = HistoryCompany.bins(of: self.number)
        let goods = self.goods
        let sold = Quantity(integerLiteral: Int64(Self.sales))
        let grain = HistoryDocument.Line(
            sku: HistoryCompany.grain,
            quantity: sold,
            lot: self.grainLot
        )
        let flour = HistoryDocument.Line(
            sku: HistoryCompany.flour,
            quantity: sold,
            lot: self.flourLot
        )
        var documents = [
            self.document("receipts", 0, location: from, lines: Self.lines(goods, 3)),
            self.document("receipts", 1, location: to, lines: [grain, grain]),
            self.document("transfers", 2, from: from, to: to, lines: Self.lines(goods, 2)),
            self.document("productions", 3, location: to, inputs: [grain], outputs: [flour]),
        ]
        for sale in 0..<Self.sales {
            let first = sale * Self.goodsPerSale % Self.plainGoods
            let part = goods[first..<first + Self.goodsPerSale]
            let lotted = [
                HistoryDocument.Line(sku: grain.sku, quantity: 1, lot: grain.lot),
                HistoryDocument.Line(sku: flour.sku, quantity: 1, lot: flour.lot),
            ]
            documents.append(
                self.document("sales", 4 + sale, location: to, lines: Self.lines(part, 1) + lotted)
            )
        }
        return documents
    }

    /// The busy one and others that stand beside each other in the catalog.
    private var goods: [String] {
        var generator = SeededGenerator(seed: UInt64(self.number) + 1)
        let others = Self.plainGoods - 1
        let first = Int.random(in: 2...(self.variants - others + 1), using: &generator)
        return [HistoryCompany.busy] + (first..<first + others).map(BenchCompany.sku)
    }

    private static func lines(
        _ goods: some Sequence<String>,
        _ quantity: Quantity
    ) -> [HistoryDocument.Line] {
        goods.map { HistoryDocument.Line(sku: $0, quantity: quantity) }
    }

    private func document(
        _ operation: String,
        _ index: Int,
        location: String? = nil,
        from: String? = nil,
        to: String? = nil,
        lines: [HistoryDocument.Line]? = nil,
        inputs: [HistoryDocument.Line]? = nil,
        outputs: [HistoryDocument.Line]? = nil
    ) -> HistoryDocument {
        HistoryDocument(
            operation: operation,
            effectiveAt: self.startsAt.advanced(by: Self.step * index),
            location: location,
            from: from,
            to: to,
            lines: lines,
            inputs: inputs,
            outputs: outputs
        )
    }
}
