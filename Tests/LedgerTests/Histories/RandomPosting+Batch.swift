import Contracts
import Kernel

@testable import Ledger

/// Several requests in one, all of which take effect or each by itself.
extension RandomPosting {
    static func batch(
        after model: HistoryModel,
        using generator: inout SeededGenerator
    ) -> RandomPosting {
        // Of an atomic one nothing happens where anything is refused.
        let mode = Int.random(in: 0..<3, using: &generator) > 0 ? "atomic" : "independent"
        let count = Int.random(in: 2...3, using: &generator)
        // Goods come first, and what is asked for after that may use them.
        var items = [Self.arrival(after: model, using: &generator)]
        while items.count < count {
            let item = Self.item(after: model, using: &generator)
            // What one document has come to is read once, after all of it.
            let isRepeated = items.contains { !$0.path.isEmpty && $0.path == item.path }
            if !isRepeated, !item.isOfShipment(in: model) { items.append(item) }
        }
        let bodies = items.map { item in
            let path = item.path.map { #""\#($0)":"\#($1)","# }.joined()
            return #"{"operation":"\#(item.operation)",\#(path)"body":\#(item.body)}"#
        }
        return RandomPosting(
            "postBatch",
            #"{"mode":"\#(mode)","items":[\#(bodies.joined(separator: ","))]}"#,
            skus: items.flatMap(\.skus),
            items: items
        )
    }

    private static func arrival(
        after model: HistoryModel,
        using generator: inout SeededGenerator
    ) -> RandomPosting {
        let place = Self.ground(using: &generator)
        let line = Line(from: nil, after: model, using: &generator)
        return RandomPosting(
            "postReceipt",
            #"{"location":"\#(place)","lines":[{\#(line.body)}]}"#,
            skus: [line.sku]
        )
    }

    private static func item(
        after model: HistoryModel,
        using generator: inout SeededGenerator
    ) -> RandomPosting {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0..<5: .goods(after: model, using: &generator)
        case 5: .undoing(after: model, using: &generator)
        default: .promise(after: model, using: &generator)
        }
    }

    /// Whether it undoes what was taken of a promise, which another item may be about.
    private func isOfShipment(in model: HistoryModel) -> Bool {
        self.path["entryId"].map { model.shipments[$0] != nil } ?? false
    }
}
