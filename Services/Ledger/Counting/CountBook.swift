import Contracts
import Kernel
import LedgerDomain
import Postgres

/// What one state of the journal makes of accepted counts.
struct CountBook: Sendable {
    /// All results that were asked for, and those of the same goods that are later.
    let reckoned: [ReckonedCount]
    /// What they are evaluated from, by what was counted.
    let lanes: [Lane: [AcceptedCount]]
    /// How often each was marked when it was read.
    let marks: [ID<CountResult>: Int64]
    private let keys: [ID<CountResult>: CountedKey]

    /// - Parameter transaction: Sees one state in all of its statements.
    init(of ids: [ID<CountResult>], in transaction: borrowing Transaction) throws {
        let records = try transaction.execute(CountResultStore.affected(by: ids))
            .map { try CountResultStore.record($0) }
        let (units, goods) = (records.filter(\.isTracked), records.filter { !$0.isTracked })
        let rows = try transaction.pipeline([
            CountLevels.goods(Self.moments(goods)), CountLevels.units(Self.moments(units)),
            CountResultStore.posted(for: records.map(\.id)),
        ])
        var levels = try Self.levels(rows[0], of: goods)
        levels.merge(try Self.levels(rows[1], of: units)) { $1 }
        var posted: [ID<CountResult>: (quantity: Quantity, revision: Int)] = [:]
        for row in rows[2] {
            guard let id = ID<CountResult>(try row.decode("result", as: String.self)) else {
                continue
            }
            posted[id] = (
                try row.decode("posted"), Int(try row.decode("revision", as: Int32.self))
            )
        }
        self.lanes = Dictionary(grouping: records) { Lane(key: $0.key, isTracked: $0.isTracked) }
            .mapValues { records in
                records.map { record in
                    AcceptedCount(
                        id: record.id,
                        number: record.number,
                        observedAt: record.observedAt,
                        seen: record.seen,
                        level: levels[record.id] ?? .zero,
                        posted: posted[record.id]?.quantity ?? .zero,
                        revision: posted[record.id]?.revision ?? 0
                    )
                }
            }
        self.reckoned = self.lanes.values.flatMap { CountReckoning.reckon($0) }
        self.marks = Dictionary(records.map { ($0.id, $0.marks) }) { $1 }
        self.keys = Dictionary(records.map { ($0.id, $0.key) }) { $1 }
    }

    /// The entries that are missing; what leaves a place comes before what arrives at one, because a
    /// unit is at one place.
    var postings: [Posting] {
        self.reckoned.sorted { $0.correction < $1.correction }.compactMap { count in
            self.keys[count.id].flatMap { CountEntry.posting(count, of: $0, id: .make()) }
        }
    }

    /// Goods that are counted alike.
    struct Lane: Hashable, Sendable {
        let key: CountedKey
        let isTracked: Bool
    }

    private static func moments(_ records: [CountResultStore.Record]) -> [CountLevels.Moment] {
        records.map { CountLevels.Moment(key: $0.key, time: $0.observedAt) }
    }

    private static func levels(
        _ rows: Rows,
        of records: [CountResultStore.Record]
    ) throws -> [ID<CountResult>: Quantity] {
        try rows.reduce(into: [:]) { levels, row in
            let number = Int(try row.decode("number", as: Int32.self))
            levels[records[number].id] = try row.decode("level", as: Quantity.self)
        }
    }
}
