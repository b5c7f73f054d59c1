import Contracts
import Kernel
import Messaging
import Postgres

/// Which places and lots a figure is asked of, by the parameters of lists of stock.
struct ExplainedPlaces {
    private let request: OperationRequest

    init(_ request: OperationRequest) {
        self.request = request
    }

    /// Has terms count only what was asked for.
    ///
    /// - Throws: 422 for a name of nothing, and for what the figure is not known of.
    func narrow(_ terms: inout StockTerms, in transaction: borrowing Transaction) throws {
        let (request, field) = (self.request, terms.field)
        terms.warehouses =
            field.isOfCosts ? request.costedWarehouses : request.readableWarehouses
        try self.requireMeaning(of: field)
        if let warehouse = try request.location("warehouse", in: transaction) {
            terms.count(only: warehouse)
        }
        if let location = try request.location("location", in: transaction) {
            terms.location = location
            try terms.countCosts(at: location, in: transaction)
        }
        if let root = try request.location("locationTree", in: transaction) {
            if try LocationStore.record(root, in: transaction)?.kind == .warehouse {
                terms.count(only: root)
            } else if field.isOfPlaces {
                terms.root = root
                try terms.countCosts(at: root, in: transaction)
            } else {
                throw QueryParameters.invalid(
                    "locationTree",
                    rule: "warehouse",
                    "must be a warehouse, of which alone \(field.rawValue) is known"
                )
            }
        }
        terms.lot = try self.lot(of: terms.variant, in: transaction)
    }

    /// Promises and the road are of whole warehouses and, as values are, of all lots.
    private func requireMeaning(of field: ExplainedField) throws {
        for (name, isKnown, what) in [
            ("location", field.isOfPlaces, "whole warehouses"), ("lot", field.isOfLots, "all lots"),
        ] where !isKnown && self.request.query[name] != nil {
            throw QueryParameters.invalid(
                name,
                rule: "field",
                "must be left out: \(field.rawValue) is known of \(what) only"
            )
        }
    }

    private func lot(
        of variant: ID<Variant>,
        in transaction: borrowing Transaction
    ) throws -> ID<Lot>? {
        guard let code = self.request.query["lot"] else { return nil }
        let rows = try transaction.execute(
            "SELECT id FROM lot WHERE variant = \(variant) AND code = \(code)"
        )
        guard let row = rows.first else {
            throw Problem.rule(
                .unknownLot,
                "The variant has no lot \(code).",
                pointer: "/query/lot"
            )
        }
        return try row.decode("id")
    }
}

extension StockTerms {
    fileprivate mutating func count(only warehouse: ID<Location>) {
        let own = self.warehouses ?? [warehouse]
        self.warehouses = own.intersection([warehouse])
    }

    /// A place has its part of what the goods of its own warehouse are worth, and of no other; places that
    /// are in none have nothing.
    fileprivate mutating func countCosts(
        at place: ID<Location>,
        in transaction: borrowing Transaction
    ) throws {
        guard self.field.isOfCosts else { return }
        if let warehouse = try LocationStore.record(place, in: transaction)?.warehouse {
            self.count(only: warehouse)
        } else {
            self.warehouses = []
        }
    }

    /// - Throws: 422 for a time before histories of promises were kept.
    func requireKnownPromises(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws {
        guard self.field.hasPromises, let time = self.time.recorded else { return }
        let rows = try transaction.execute(StockTime.promisesBegan)
        guard let first = try rows[0].decode("time", as: Timestamp?.self), time < first else {
            return
        }
        throw QueryParameters.invalid(
            time == self.time.asOf ? "asOf" : "knownAt",
            rule: "range",
            "must not be before \(first), from which on promises are known"
        )
    }
}
