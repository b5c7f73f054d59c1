import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// What one piece was made of, and what it became part of.
struct SerialTraceBody: Codable, Sendable {
    let serial: TracedSerial
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

    /// Follows a piece both ways.
    ///
    /// - Throws: A `Problem` with 404 where there is no such piece.
    init(of serial: ID<Serial>, in transaction: borrowing Transaction) throws {
        let rows = try transaction.execute(LotTrace.pieces([serial]))
        guard let row = rows.first else { throw Problem.notFound("There is no piece \(serial).") }
        let genealogy = try Genealogy(of: .serial(serial), in: transaction)
        self.serial = try TracedSerial(row, depth: 0)
        self.ancestors = genealogy.ancestors.lots
        self.ancestorSerials = genealogy.ancestors.serials
        self.descendants = genealogy.descendants.lots
        self.descendantSerials = genealogy.descendants.serials
        self.untrackedComponents = genealogy.ancestors.untracked
        self.untrackedProducts = genealogy.descendants.untracked
        self.isComplete = genealogy.isComplete
    }
}
