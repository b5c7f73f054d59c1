import Contracts
import Kernel
import Testing

@testable import Ledger

/// What is there now besides what moved: promises, what is withheld, and what is on its way.
extension HistoryModel {
    /// A promise as it was last answered.
    struct Reservation {
        let warehouse: String
        /// What is still promised of each variant.
        let open: [String: Quantity]

        init(_ document: JSONValue) throws {
            self.warehouse = try #require(document["warehouse"]?["code"]?.text)
            guard document["state"]?.text == "pending" else {
                self.open = [:]
                return
            }
            var open: [String: Quantity] = [:]
            for line in document["lines"]?.elements ?? [] {
                let sku = try #require(line["sku"]?.text)
                open[sku, default: .zero] += try #require(
                    line["open"]?.text.flatMap { Quantity($0) }
                )
            }
            self.open = open.filter { $0.value != .zero }
        }
    }

    /// A transfer order as it was last answered.
    struct Order {
        let from: String
        let to: String
        let lines: [Line]

        struct Line {
            let number: Int
            let sku: String
            let from: String
            let open: Quantity
            let onTheRoad: Quantity
        }

        init(_ document: JSONValue) throws {
            self.from = try #require(document["from"]?["code"]?.text)
            self.to = try #require(document["to"]?["code"]?.text)
            self.lines = try (document["lines"]?.elements ?? []).enumerated().map { index, line in
                Line(
                    number: index + 1,
                    sku: try #require(line["sku"]?.text),
                    from: try #require(line["from"]?["code"]?.text),
                    open: try #require(line["open"]?.text.flatMap { Quantity($0) }),
                    onTheRoad: try #require(line["inTransit"]?.text.flatMap { Quantity($0) })
                )
            }
        }
    }

    /// What somebody counted.
    struct Sighting {
        let sku: String
        let place: Place
        let seen: Quantity
        let observedAt: Timestamp
    }

    /// The figures of one variant in one warehouse.
    struct Figures: Equatable {
        var onHand = Quantity.zero
        var reserved = Quantity.zero
        var withheld = Quantity.zero
        var inTransit = Quantity.zero

        var available: Quantity { self.onHand - self.withheld - self.reserved }
    }

    /// Reservations with something open.
    var pending: [String] { self.reservations.filter { !$0.value.open.isEmpty }.keys.sorted() }

    /// Orders of which something may leave, and those of which something is on the road.
    var waiting: [String] { self.orders(where: \.open.isPositive) }
    var travelling: [String] { self.orders(where: \.onTheRoad.isPositive) }

    private func orders(where isSuch: (Order.Line) -> Bool) -> [String] {
        self.orders.filter { $0.value.lines.contains(where: isSuch) }.keys.sorted()
    }

    var warehouses: [String] { Set(self.places.values).sorted() }

    func figures(of sku: String, in warehouse: String) -> Figures {
        var figures = Figures()
        for (place, quantity) in self.stock(of: sku)
        where self.places[place.location] == warehouse {
            figures.onHand += quantity
            if let lot = place.lot, self.withheld.contains(Lot(sku: sku, code: lot)) {
                figures.withheld += quantity
            }
        }
        for reservation in self.reservations.values where reservation.warehouse == warehouse {
            figures.reserved += reservation.open[sku] ?? .zero
        }
        figures.inTransit = self.onTheRoad(of: sku, to: warehouse, in: self.facts)
        return figures
    }

    /// What facts have put on the road to a warehouse, and not taken from it.
    func onTheRoad(of sku: String, to warehouse: String, in facts: [Fact]) -> Quantity {
        var quantity = Quantity.zero
        for fact in facts where fact.sku == sku {
            guard let order = fact.order, self.orders[order]?.to == warehouse else { continue }
            if fact.to == Self.road { quantity += fact.quantity }
            if fact.from == Self.road { quantity -= fact.quantity }
        }
        return quantity
    }
}
