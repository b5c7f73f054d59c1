import Contracts
import Kernel
import LedgerDomain
import Postgres

/// What should be somewhere by the book of a time, as it is known now.
struct CountExpectation {
    let expected: Quantity
    /// Whether other units were seen than should be there.
    let isMixedUp: Bool
    /// Where the book has units; empty for goods without numbers.
    let units: [UnitLevel]

    /// Reads what ``init(_:of:seen:)`` takes.
    ///
    /// - Parameter numbers: The units that were seen.
    static func statement(
        for target: CountTarget,
        seen numbers: [String],
        at time: Timestamp
    ) -> SQL {
        guard target.isTracked else {
            let key = CountedKey(
                variant: target.variant,
                location: target.location,
                lot: target.lot
            )
            return CountLevels.goods([CountLevels.Moment(key: key, time: time)])
        }
        return CountLevels.whereabouts(
            of: target.variant,
            at: target.location,
            seen: numbers,
            by: time
        )
    }

    init(_ rows: Rows, of target: CountTarget, seen numbers: [String]) throws {
        guard target.isTracked else {
            self.expected = try rows.first?.decode("level") ?? .zero
            self.isMixedUp = false
            self.units = []
            return
        }
        self.units = try rows.map { try CountLevels.unit($0) }
        let counted = CountedUnits(
            numbers,
            of: target.variant,
            at: target.location,
            book: self.units
        )
        self.expected = counted.expected
        self.isMixedUp = counted.isMixedUp
    }
}
