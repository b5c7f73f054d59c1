import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Where a lot came from, and what became of it.
struct LotTraceBody: Codable, Sendable {
    let lot: TracedLot
    /// Lots that went into it, the nearest first.
    let ancestors: [TracedLot]
    /// Lots that were made of it, the nearest first.
    let descendants: [TracedLot]
    /// Whether there are no more than these.
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
        let ways = try transaction.pipeline([
            LotTrace.lots(.backward, from: lot), LotTrace.lots(.forward, from: lot),
        ]).map { rows in
            try rows.map { row in
                (
                    lot: try row.decode("lot", as: ID<Lot>.self),
                    depth: Int(try row.decode("depth", as: Int32.self))
                )
            }.filter { $0.lot != lot }
        }
        let told = ways.map { $0.prefix(LotTrace.maximumLots) }
        let rows = try transaction.execute(
            LotTrace.figures(of: [lot] + told.flatMap { $0.map(\.lot) })
        )
        let figures = Dictionary(
            try rows.map { (try $0.decode("id", as: ID<Lot>.self), $0) }
        ) { first, _ in first }
        guard let own = figures[lot] else { throw Problem.notFound("There is no lot \(lot).") }
        let lots = try told.map { links in
            try links.compactMap { link in
                try figures[link.lot].map { try TracedLot($0, depth: link.depth) }
            }
        }
        return LotTraceBody(
            lot: try TracedLot(own, depth: 0),
            ancestors: lots[0],
            descendants: lots[1],
            isComplete: zip(ways, told).allSatisfy { $0.count == $1.count }
        )
    }
}
