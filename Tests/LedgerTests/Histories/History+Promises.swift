import Contracts
import Kernel
import Testing

@testable import Ledger

/// Promises and lots have one time each time that they change, which their histories tell.
extension History {
    mutating func note(reservation: JSONValue) async throws {
        try self.model.record(reservation: reservation)
        let id = try #require(reservation["id"]?.text)
        let changes = try await self.ledger.succeed(
            "listReservationChanges",
            path: ["reservationId": id],
            query: ["limit": "1"]
        )
        let last = changes.items.first?["recordedAt"]?.text
        self.model.promiseChanges.append(
            HistoryModel.PromiseChange(
                reservation: id,
                recordedAt: try #require(last.flatMap { Timestamp($0) }),
                promise: try HistoryModel.Reservation(reservation)
            )
        )
    }

    mutating func note(_ lot: HistoryModel.Lot, isWithheld: Bool) async throws {
        if isWithheld {
            self.model.withheld.insert(lot)
        } else {
            self.model.withheld.remove(lot)
        }
        let changes = try await self.ledger.succeed(
            "listLotChanges",
            path: ["lotId": try #require(self.lots[lot.code]).description]
        )
        let last = changes.items.first?["recordedAt"]?.text
        self.model.lotChanges.append(
            HistoryModel.LotChange(
                lot: lot,
                recordedAt: try #require(last.flatMap { Timestamp($0) }),
                isWithheld: isWithheld
            )
        )
    }

    /// Compares what was promised, withheld and on the road of a variant at a time, as it was known at
    /// another.
    ///
    /// - Parameter then: What is told of that.
    func expectPromises(
        of sku: String,
        in then: JSONValue,
        asOf: Timestamp?,
        knownAt: Timestamp?
    ) {
        let times = "\(asOf, default: "now"), \(knownAt, default: "now")"
        var sum = HistoryModel.Figures()
        for code in self.model.warehouses {
            let figures = self.model.figures(of: sku, in: code, asOf: asOf, knownAt: knownAt)
            let told = then["warehouses"]?.elements.first {
                $0["warehouse"]?["code"]?.text == code
            }
            Self.expect(told, figures, "\(sku) \(code), \(times)")
            if told == nil { #expect(figures.inTransit == .zero, "\(sku) \(code), \(times)") }
            sum.onHand += figures.onHand
            sum.reserved += figures.reserved
            sum.withheld += figures.withheld
            sum.inTransit += figures.inTransit
        }
        Self.expect(then, sum, "\(sku), \(times)")
    }

    /// Compares the same in the list of what warehouses have.
    func expectWarehouses(asOf: Timestamp?, knownAt: Timestamp?) async throws {
        let query = Self.query(asOf: asOf, knownAt: knownAt)
        let listed = try await self.ledger.items("listStock", query, limit: 3)
        for sku in RandomPosting.skus {
            for code in self.model.warehouses {
                let row = listed.first {
                    $0["sku"]?.text == sku && $0["location"]?["code"]?.text == code
                }
                let figures = self.model.figures(of: sku, in: code, asOf: asOf, knownAt: knownAt)
                Self.expect(row, figures, "list, \(sku) \(code), \(query)")
            }
        }
    }

    /// Nothing is told of a warehouse that has nothing and promises nothing.
    private static func expect(
        _ told: JSONValue?,
        _ figures: HistoryModel.Figures,
        _ comment: Comment
    ) {
        guard let told else {
            #expect(figures.onHand == .zero && figures.reserved == .zero, comment)
            return
        }
        let expected = [figures.onHand, figures.reserved, figures.withheld, figures.available]
        #expect(MilkJourney.figures(told) == expected.map(\.description), comment)
        #expect(told["inTransit"]?.text == figures.inTransit.description, comment)
    }
}
