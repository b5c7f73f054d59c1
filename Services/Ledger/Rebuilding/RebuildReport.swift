import Contracts
import Crypto
import Foundation
import Kernel
import Postgres

/// What a rebuild has come to: the live projections and the rebuilt ones, at one moment.
struct RebuildReport: Sendable {
    /// Everything that was recorded by then is in both.
    let horizon: Timestamp
    /// Everything that was recorded by then is costed in both.
    let costedTo: Timestamp
    let tables: [Table]
    /// Some of the rows that differ.
    let differences: [Difference]

    /// One table on both sides.
    struct Table: Hashable, Sendable {
        let name: String
        let rows: Int64
        let live: String
        let rebuilt: String
        /// All variants, days or documents that have rows that differ, as text.
        var parts: [String] = []
        /// What people call these.
        var partsName = RebuiltTable.Part.variant.plural
    }

    /// A row that is not the same.
    struct Difference: Hashable, Sendable {
        let table: String
        let key: String
        /// `nil` where there is no such row.
        let live: String?
        let rebuilt: String?

        init(_ row: Row, of table: String) throws {
            self.table = table
            self.key = try row.decode("key")
            self.live = try row.decode("live")
            self.rebuilt = try row.decode("rebuilt")
        }
    }

    /// The SHA-256 of all live tables.
    var live: String { self.hash(\.live) }

    /// That of all rebuilt ones.
    var rebuilt: String { self.hash(\.rebuilt) }

    var isEqual: Bool { self.live == self.rebuilt }

    /// Variants of which the stock differs.
    var stock: [ID<Variant>] { self.variants(of: RebuiltTable.stock) }

    /// Variants whose costs can be put right: all that differ, but for those of which the book itself does.
    var costs: [ID<Variant>] {
        let lines = Set(self.variants(of: [RebuiltTable.lines]))
        return self.variants(of: RebuiltTable.costs).filter { !lines.contains($0) }
    }

    /// Variants of which units are elsewhere.
    var units: [ID<Variant>] { self.variants(of: [RebuiltTable.units]) }

    var handlingUnits: [ID<HandlingUnit>] {
        self.parts(of: [RebuiltTable.handlingUnits]).compactMap { ID($0) }
    }

    var days: [CivilDate] { self.parts(of: [RebuiltTable.days]).compactMap { CivilDate($0) } }

    private func variants(of tables: [RebuiltTable]) -> [ID<Variant>] {
        Set(self.parts(of: tables)).compactMap { ID($0) }.sorted()
    }

    private func parts(of tables: [RebuiltTable]) -> [String] {
        let names = Set(tables.map(\.name))
        return self.tables.filter { names.contains($0.name) }.flatMap(\.parts)
    }

    private func hash(_ side: KeyPath<Table, String>) -> String {
        let lines = self.tables.map { "\($0.name) \($0[keyPath: side])\n" }.joined()
        return SHA256.hash(data: Data(lines.utf8)).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 0xF, radix: 16)
        }
        .joined()
    }
}
