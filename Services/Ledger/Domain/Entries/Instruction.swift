package import Contracts
package import Kernel

/// A command together with who gives it and what they may touch.
package struct Instruction: Hashable, Sendable {
    package let command: LedgerCommand
    package let actor: Actor
    package let authority: Authority
    /// What the command is done together with, all or nothing; `nil` for one by itself.
    package let batch: ID<EntryBatch>?
    /// Who else says so; `nil` where nobody was asked.
    package let approval: Approval?

    package init(
        _ command: LedgerCommand,
        by actor: Actor,
        with authority: Authority,
        in batch: ID<EntryBatch>? = nil,
        approval: Approval? = nil
    ) {
        self.command = command
        self.actor = actor
        self.authority = authority
        self.batch = batch
        self.approval = approval
    }
}

/// What whoever instructs the ledger may do with stock.
package struct Authority: Hashable, Sendable {
    /// The roots of the trees that may be touched; `nil` for all.
    package let warehouses: Set<ID<Location>>?
    /// Whether goods may be taken that the book does not have, or that are promised to others.
    ///
    /// True for tills: what they report is gone whatever the book says.
    package let mayOversell: Bool
    /// What becomes of what happened in a period that is closed.
    package let lateness: Lateness

    package init(
        warehouses: Set<ID<Location>>? = nil,
        mayOversell: Bool = false,
        lateness: Lateness = .refused
    ) {
        self.warehouses = warehouses
        self.mayOversell = mayOversell
        self.lateness = lateness
    }

    package func covers(_ location: StockLocation) -> Bool {
        guard let warehouses, location.kind.isPhysical, let root = location.warehouse
        else { return true }
        return warehouses.contains(root)
    }
}

/// What the ledger can be told to do.
package enum LedgerCommand: Hashable, Sendable {
    case post(Posting)
    case reverse(Reversal)
    case reserve(ReservationRequest)
    case consume(Consumption)
    case release(Release)
    /// Ends a reservation whose time is over; decided by the clock of the database.
    case expire(ID<Reservation>)
    /// Promises what waits and is there by now; decided by the stock under the lock.
    case fill(ID<Reservation>)
    case extend(ReservationExtension)
    case withdraw(Withdrawal)
    case changeLot(LotStatusRequest)
    /// Ends a lot whose last day is over; decided by the clock of the database.
    case expireLot(ID<Lot>)
    case inspect(InspectionRequest)
    case concede(ConcessionRequest)
    case order(TransferRequest)
    /// Goods of a transfer order leave, arrive or are lost.
    case carry(TransferStep)
    case cancelOrder(TransferCancellation)
    /// A handling unit is moved, unpacked, shipped or closed.
    case handle(HandlingStep)
}

extension LedgerCommand {
    /// The lines that the command itself has.
    package var lineCount: Int {
        switch self {
        case .post(let posting): posting.lines.count
        case .reserve(let request): request.lines.count
        case .consume(let consumption): consumption.lines.count
        case .reverse(let reversal): reversal.parts.count
        case .order(let request): request.lines.count
        case .carry(let step): step.lines.count
        // Nobody knows how much is on it before it is looked at: it gets a batch of its own.
        case .handle: Posting.maximumLines
        case .release, .expire, .fill, .extend, .withdraw, .changeLot, .expireLot, .inspect,
            .concede, .cancelOrder:
            0
        }
    }
}
