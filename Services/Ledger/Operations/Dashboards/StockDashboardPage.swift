import Contracts
import Kernel
import LedgerDomain
import Postgres

/// A page of warehouses, with how far their figures are.
struct StockDashboardPage: Encodable, Sendable {
    let items: [WarehouseDashboard]
    let next: String?
    /// Everything that was recorded up to then is in the days; nothing before the first time.
    ///
    /// Of the past, what had happened by then.
    let asOf: Timestamp?
    /// Of the past, what had been recorded by then.
    let knownAt: Timestamp?
    /// When variants and values were looked at.
    let refreshedAt: Timestamp?
    let costedTo: Timestamp?
    let currency: String?

    init(items: [WarehouseDashboard], next: String?, _ position: DashboardPosition) {
        self.items = items
        self.next = next
        self.asOf = position.refreshedAt == nil ? nil : position.recordedTo
        self.knownAt = nil
        self.refreshedAt = position.refreshedAt
        self.costedTo = position.costedTo
        self.currency = position.currency
    }

    /// A page of the past.
    init(items: [WarehouseDashboard], next: String?, at times: DashboardTimes) {
        self.items = items
        self.next = next
        self.asOf = times.asOf
        self.knownAt = times.knownAt
        self.refreshedAt = nil
        self.costedTo = times.knownAt
        self.currency = times.currency
    }
}

/// What happens in a warehouse, and what is there.
struct WarehouseDashboard: Encodable, Sendable {
    let locationId: ID<Location>
    let location: String
    let variants: Variants
    /// The latest first, today among them.
    let days: [DashboardActivity]
    /// Of a day, over those before today.
    let average: DashboardActivity
    /// `nil` for whoever may not read costs here.
    let values: Values?

    init(
        _ row: Row,
        variants: Variants,
        days: (shown: [DashboardActivity], average: DashboardActivity),
        values: Values?
    ) throws {
        self.locationId = try row.decode("id")
        self.location = try row.decode("code")
        self.variants = variants
        self.days = days.shown
        self.average = days.average
        self.values = values
    }

    /// How many variants have how much on hand.
    struct Variants: Encodable, Sendable {
        let positive: Int64
        let zero: Int64
        let negative: Int64
        /// Of which more is promised than is there and not withheld; `nil` for a time of which it is not
        /// known what was promised.
        let oversold: Int64?

        /// Of a warehouse that had nothing yet.
        static func nothing(hasPromises: Bool) -> Variants {
            Variants(positive: 0, zero: 0, negative: 0, oversold: hasPromises ? 0 : nil)
        }

        /// Reads a row of a warehouse, or of what it had.
        init(_ row: Row, hasPromises: Bool) throws {
            self.init(
                positive: try row.decode("positive"),
                zero: try row.decode("zero"),
                negative: try row.decode("negative"),
                oversold: hasPromises ? try row.decode("oversold") : nil
            )
        }

        private init(positive: Int64, zero: Int64, negative: Int64, oversold: Int64?) {
            self.positive = positive
            self.zero = zero
            self.negative = negative
            self.oversold = oversold
        }
    }

    /// What the stock is worth.
    struct Values: Encodable, Sendable {
        var value = "0"
        /// The most valuable first.
        var categories: [CategoryValue] = []
        /// `nil` for a time of which it is not known.
        private(set) var ageing: [ValuationAgeing.Band]? = Self.noAges

        private static let noAges = ([0] + GetValuationAgeing.bands.map { $0 + 1 }).enumerated()
            .map { band, first in
                ValuationAgeing.Band(
                    from: first,
                    to: band < GetValuationAgeing.bands.count
                        ? GetValuationAgeing.bands[band] : nil,
                    value: "0"
                )
            }

        /// - Parameter number: From 1.
        mutating func set(_ value: String, ofBand number: Int) {
            guard let band = self.ageing?[number - 1] else { return }
            self.ageing?[number - 1] = ValuationAgeing.Band(
                from: band.from,
                to: band.to,
                value: value
            )
        }
    }

    /// What the stock of a category is worth; of none without both, of one that nobody told of yet without its
    /// name.
    struct CategoryValue: Encodable, Sendable {
        let categoryId: ID<Contracts.Category>?
        let category: String?
        let value: String

        init(_ row: Row) throws {
            self.categoryId = try row.decode("id")
            self.category = try row.decode("name")
            self.value = try row.decode("value")
        }
    }
}
