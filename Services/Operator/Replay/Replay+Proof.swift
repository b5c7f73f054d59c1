import Kernel

extension Replay {
    /// Differences that are shown one by one.
    static let shownDifferences = 50

    /// What has moved in shared books apart from this file, by SKU, in ten-thousandths.
    ///
    /// Empty where the books are this file's own: then whatever else moved is a difference.
    func carriedStock(of source: SourceRecord) async throws -> [String: Int64] {
        let names = self.work.names
        // Chores of an earlier run have moved something, too.
        guard names.isShared || self.choreSeed != nil else { return [:] }
        let skus = Set(self.work.skus)
        let messages = try await self.registry.messages(of: source)
        let applied = Set(
            messages.filter { $0.status == DocumentAccount.applied }.compactMap(\.document)
        )
        let found = try await StockReading(api: self.api, location: names.location).onHand()
        var carried = found.mapValues(\.tenThousandths)
        for sku in skus {
            let opening = Quantity(integerLiteral: Int64(OpeningStock.quantity(of: sku)))
            carried[sku, default: 0] -= opening.tenThousandths
        }
        for document in self.work.plan.documents where applied.contains(document.documentId) {
            for (sku, change) in ReplayWork.changes(of: document, among: skus) {
                carried[sku, default: 0] -= change
            }
        }
        let moved = carried.filter { $0.value != 0 }
        try self.console.write(
            "    \(moved.count) SKUs of \(names.location) have moved apart from this file"
        )
        return moved
    }

    /// Prints what became of every invoice and line, and compares the stock SKU by SKU.
    func prove(
        _ source: SourceRecord,
        _ statement: SourceStatement,
        _ carried: [String: Int64],
        _ chores: ChoreProof?
    ) async throws -> Bool {
        let skus = Set(self.work.skus)
        let account = DocumentAccount(
            self.work.plan.documents,
            messages: try await self.registry.messages(of: source),
            isStock: skus.contains
        )
        try self.console.write("\n\(account.text)")
        if let text = self.work.plan.emptyText { try self.console.write(text) }
        try self.console.write("\n\(statement.text)\n")
        let isRight =
            if let chores {
                try await self.prove(chores)
            } else {
                try await self.proveStock(with: carried)
            }
        return isRight && statement.isBalanced && statement.addsUp && !account.isIncomplete
    }

    /// What the file says must be where it is sold, and what moved there apart from it.
    func expectedStock(with carried: [String: Int64]) -> [String: Quantity] {
        var expected = self.work.expected.onHand.mapValues {
            Quantity(integerLiteral: Int64($0))
        }
        for (sku, change) in carried {
            expected[sku, default: .zero] += Quantity(tenThousandths: change)
        }
        return expected
    }

    private func proveStock(with carried: [String: Int64]) async throws -> Bool {
        let reading = StockReading(api: self.api, location: self.work.names.location)
        let found = try await self.timed("reading the stock back") { try await reading.onHand() }
        let expected = self.expectedStock(with: carried)
        let differences = StockDifference.all(expected: expected, found: found)
        try self.show(differences, among: expected, isShared: !carried.isEmpty)
        return differences.isEmpty
    }

    private func show(
        _ differences: [StockDifference],
        among expected: [String: Quantity],
        isShared: Bool
    ) throws {
        guard !differences.isEmpty else {
            let oversold = expected.values.count { $0.isNegative }
            try self.console.write(
                "stock: all \(expected.count) SKUs are exactly what the file "
                    + "\(isShared ? "and what moved apart from it say" : "says") "
                    + "(\(oversold) of them below zero)"
            )
            return
        }
        var table = TextTable("SKU", "expected", "found")
        for difference in differences.prefix(Self.shownDifferences) {
            table.append(difference.sku, "\(difference.expected)", "\(difference.found)")
        }
        let more = differences.count - Self.shownDifferences
        try self.console.write(
            """
            stock: \(differences.count) of \(expected.count) SKUs DIFFER from what the file says
            \(table.text)\(more > 0 ? "\n... and \(more) more" : "")
            """
        )
    }

    /// How fast it went.
    func report(
        _ time: Duration,
        _ before: SourceStatement.Counts,
        _ after: SourceStatement.Counts
    ) throws {
        let received = after.received - before.received
        let applied = after.applied - before.applied
        try self.console.write(
            """
            \(received) messages in \(time.tenths) s: \(time.rate(of: received)) a second; \
            \(applied) newly applied, \(time.rate(of: applied)) a second
            """
        )
    }
}
