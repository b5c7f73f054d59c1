import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Where a lot came from, and what became of it.
struct LotTraceBody: Codable, Sendable {
    let lot: TracedLot
    /// Lots and pieces that went into it, the nearest first.
    let ancestors: [TracedLot]
    let ancestorSerials: [TracedSerial]
    /// Lots and pieces that were made of it, the nearest first.
    let descendants: [TracedLot]
    let descendantSerials: [TracedSerial]
    /// What went into any of them, and was made of any, that nobody can follow.
    let untrackedComponents: [UntrackedGoods]
    let untrackedProducts: [UntrackedGoods]
    /// Whether there is nothing else.
    let isComplete: Bool
}

/// A lot in a trace, with what became of it: received + produced = sold + written off + on hand + in
/// transit.
struct TracedLot: Codable, Sendable {
    let lot: LotLabel
    let variantId: ID<Variant>
    let sku: String
    let supplier: String?
    let manufacturedOn: CivilDate?
    let certificate: String?
    /// Productions between the two lots.
    let depth: Int
    /// From suppliers, less what went back.
    let received: Quantity
    /// Made, less what was used up; below zero for what went into something else.
    let produced: Quantity
    /// To customers, less what came back.
    let sold: Quantity
    let writtenOff: Quantity
    let onHand: Quantity
    let inTransit: Quantity

    init(_ row: Row, depth: Int) throws {
        self.lot = LotLabel(
            id: try row.decode("id"),
            code: try row.decode("code"),
            expiresOn: try row.decode("expires_on"),
            status: try row.word("status")
        )
        self.variantId = try row.decode("variant")
        self.sku = try row.decode("sku")
        self.supplier = try row.decode("supplier")
        self.manufacturedOn = try row.decode("manufactured_on")
        self.certificate = try row.decode("certificate")
        self.depth = depth
        self.received = try row.decode("received")
        self.produced = try row.decode("produced")
        self.sold = try row.decode("sold")
        self.writtenOff = try row.decode("written_off")
        self.onHand = try row.decode("on_hand")
        self.inTransit = try row.decode("in_transit")
    }
}

extension LotTraceBody {
    /// Follows a lot both ways.
    ///
    /// - Throws: A `Problem` with 404 where there is no such lot.
    static func trace(
        _ lot: ID<Lot>,
        in transaction: borrowing Transaction
    ) throws -> LotTraceBody {
        let rows = try transaction.execute(LotTrace.figures(of: [lot]))
        guard let row = rows.first else { throw Problem.notFound("There is no lot \(lot).") }
        let genealogy = try Genealogy(of: .lot(lot), in: transaction)
        return LotTraceBody(
            lot: try TracedLot(row, depth: 0),
            ancestors: genealogy.ancestors.lots,
            ancestorSerials: genealogy.ancestors.serials,
            descendants: genealogy.descendants.lots,
            descendantSerials: genealogy.descendants.serials,
            untrackedComponents: genealogy.ancestors.untracked,
            untrackedProducts: genealogy.descendants.untracked,
            isComplete: genealogy.isComplete
        )
    }
}
