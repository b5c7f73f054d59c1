import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// What goods were made of and what was made of them.
struct Genealogy: Sendable {
    /// Lots and pieces that went into them, and that were made of them, the nearest first.
    let ancestors: Items
    let descendants: Items

    /// Whether there is nothing else: neither more than is told of, nor goods that nobody can follow.
    var isComplete: Bool { self.ancestors.isComplete && self.descendants.isComplete }

    struct Items: Sendable {
        let lots: [TracedLot]
        let serials: [TracedSerial]
        /// Goods without a lot or a number, of which nobody knows where they came from or went.
        let untracked: [UntrackedGoods]
        let isWhole: Bool

        var isComplete: Bool { self.isWhole && self.untracked.isEmpty }
    }

    /// Follows goods both ways.
    init(of item: LotTrace.Item, in transaction: borrowing Transaction) throws {
        self.ancestors = try Items(.backward, from: item, in: transaction)
        self.descendants = try Items(.forward, from: item, in: transaction)
    }
}

extension Genealogy.Items {
    fileprivate init(
        _ direction: LotTrace.Direction,
        from item: LotTrace.Item,
        in transaction: borrowing Transaction
    ) throws {
        let links = try transaction.execute(LotTrace.items(direction, from: item))
            .map { try LotTrace.Link($0) }
        let others = links.filter { $0.item != item }
        let limit = LotTrace.maximumItems
        let lots = others.compactMap { link -> (id: ID<Lot>, depth: Int)? in
            if case .lot(let id) = link.item { (id: id, depth: link.depth) } else { nil }
        }
        let serials = others.compactMap { link -> (id: ID<Serial>, depth: Int)? in
            if case .serial(let id) = link.item { (id: id, depth: link.depth) } else { nil }
        }
        let rows = try transaction.pipeline([
            LotTrace.figures(of: lots.prefix(limit).map(\.id)),
            LotTrace.pieces(serials.prefix(limit).map(\.id)),
            LotTrace.untracked(direction, beside: links),
        ])
        let figures = try Dictionary(grouping: rows[0]) { try $0.decode("id", as: ID<Lot>.self) }
        let pieces = try Dictionary(grouping: rows[1]) { try $0.decode("id", as: ID<Serial>.self) }
        self.lots = try lots.prefix(limit).compactMap { lot in
            try figures[lot.id]?.first.map { try TracedLot($0, depth: lot.depth) }
        }
        self.serials = try serials.prefix(limit).compactMap { serial in
            try pieces[serial.id]?.first.map { try TracedSerial($0, depth: serial.depth) }
        }
        self.untracked = try rows[2].map { try UntrackedGoods($0) }
        self.isWhole = lots.count <= limit && serials.count <= limit
    }
}

/// A piece in a trace, and where it is now.
struct TracedSerial: Codable, Sendable {
    let id: ID<Serial>
    let variantId: ID<Variant>
    let sku: String
    let serial: String
    let lotId: ID<Lot>?
    let location: LocationLabel
    let movedAt: Timestamp
    /// Productions in between.
    let depth: Int

    init(_ row: Row, depth: Int) throws {
        let body = try SerialBody(row)
        self.id = body.id
        self.variantId = body.variantId
        self.sku = body.sku
        self.serial = body.serial
        self.lotId = try row.decode("lot")
        self.location = body.location
        self.movedAt = body.movedAt
        self.depth = depth
    }
}

/// Goods without a lot or a number that productions used or made: of them the trace ends.
struct UntrackedGoods: Codable, Sendable {
    let variantId: ID<Variant>
    let sku: String
    /// In all those productions together.
    let quantity: Quantity
    /// Productions in between.
    let depth: Int

    init(_ row: Row) throws {
        self.variantId = try row.decode("id")
        self.sku = try row.decode("sku")
        self.quantity = try row.decode("quantity")
        self.depth = Int(try row.decode("depth", as: Int32.self))
    }
}
