import Contracts
import Kernel
import Postgres

/// What happened at a warehouse on a day, or on a day on average.
///
/// Units are base units, whatever the goods; what came back counts against what went.
struct DashboardActivity: Encodable, Sendable {
    /// Only of an actual day.
    private(set) var day: CivilDate?
    private(set) var kinds: [Kind] = []
    private(set) var received = Quantity.zero
    private(set) var sold = Quantity.zero
    private(set) var adjusted = Quantity.zero
    private(set) var scrapped = Quantity.zero
    private(set) var produced = Quantity.zero
    private(set) var transferredIn = Quantity.zero
    private(set) var transferredOut = Quantity.zero

    /// Entries of one kind and their lines; with decimals where they are an average.
    struct Kind: Encodable, Sendable {
        let kind: EntryKind
        fileprivate(set) var entries: Quantity
        fileprivate(set) var lines: Quantity
    }

    init(day: CivilDate?) {
        self.day = day
    }

    /// Adds a row of `dashboard_day`.
    mutating func add(_ row: Row) throws {
        let kind: EntryKind = try row.word("kind")
        let entries = Quantity(integerLiteral: try row.decode("entries"))
        let lines = Quantity(integerLiteral: try row.decode("lines"))
        if let index = self.kinds.firstIndex(where: { $0.kind == kind }) {
            self.kinds[index].entries += entries
            self.kinds[index].lines += lines
        } else {
            self.kinds.append(Kind(kind: kind, entries: entries, lines: lines))
        }
        self.received += try row.decode("received")
        self.sold += try row.decode("sold")
        self.adjusted += try row.decode("adjusted")
        self.scrapped += try row.decode("scrapped")
        self.produced += try row.decode("produced")
        self.transferredIn += try row.decode("transferred_in")
        self.transferredOut += try row.decode("transferred_out")
    }

    /// A part of it for each of so many days, cut off after four decimals.
    func average(over days: Int64) -> DashboardActivity {
        func part(_ sum: Quantity) -> Quantity {
            Quantity(tenThousandths: sum.tenThousandths / days)
        }
        var average = DashboardActivity(day: nil)
        average.kinds = self.kinds.map {
            Kind(kind: $0.kind, entries: part($0.entries), lines: part($0.lines))
        }
        .sorted { $0.kind.rawValue < $1.kind.rawValue }
        average.received = part(self.received)
        average.sold = part(self.sold)
        average.adjusted = part(self.adjusted)
        average.scrapped = part(self.scrapped)
        average.produced = part(self.produced)
        average.transferredIn = part(self.transferredIn)
        average.transferredOut = part(self.transferredOut)
        return average
    }
}
