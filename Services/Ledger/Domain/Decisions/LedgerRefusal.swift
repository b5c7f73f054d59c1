package import Contracts
package import Kernel

/// Why the ledger refused a command; nothing changed.
///
/// `line` is the position of the offending line within the command, from zero.
package enum LedgerRefusal: Error, Hashable, Sendable {
    case noLines
    case tooManyLines(count: Int)
    case tooManyMovements
    case oneSided
    case quantityNotPositive(line: Int)
    case quantityOutOfRange(line: Int)
    case nothingMoves
    case effectiveInFuture(Timestamp)
    case periodClosed(ClosedTime)
    /// Whoever has the permission for it may still enter it.
    case periodSoftlyClosed(ClosedTime)
    case expiryInPast(Timestamp)

    case unknownVariant(VariantName, line: Int)
    case variantRetired(VariantName, line: Int)
    case unknownLocation(LocationName, line: Int?)
    case locationClosed(LocationName, line: Int?)
    case wrongKindOfLocation(LocationName, LocationKind, line: Int?)
    case outsideReservation(LocationName, line: Int?)
    case sameLocation(line: Int)
    case outsideAuthority(LocationName, warehouse: ID<Location>?)

    case lotRequired(line: Int)
    case lotNotTracked(line: Int)
    case lotExpiryRequired(line: Int)
    case lotDiffers(StockLot, in: StockLot.Details.Mark, line: Int)
    case unknownLot(LotName, line: Int)
    case lotWithheld(StockLot, line: Int)
    case serialsRequired(count: Quantity, line: Int)
    case serialsNotTracked(line: Int)
    case serialUnavailable(String, line: Int)

    case noSuchLot(ID<Lot>)
    /// The lot has that status already.
    case lotUnchanged(StockLot)
    /// The last day of the lot is over, or not.
    case lotExpired(StockLot)
    case lotNotOver(ID<Lot>)
    case lotElsewhere(ID<Lot>)

    /// A plan wants the lot inspected, or an inspection rejected it.
    case inspectionRequired(StockLot)
    case noInspectionPlan(StockLot)
    /// The plan that was named is not the one in force.
    case otherInspectionPlan(inForce: ID<InspectionPlan>)
    case readingsUnfit([ReadingFault])
    case performedInFuture
    case noSuchInspection(ID<Inspection>)
    case inspectionExists(ID<Inspection>)
    /// There is no such inspection of the lot.
    case notSupersedable(ID<Inspection>)
    case alreadySuperseded(LotInspection)
    case notConcedable(LotInspection)
    case ownInspection
    case concessionByProgram
    /// Needs the permission in every warehouse.
    case qualityElsewhere(Permission)

    case insufficientStock(Shortage)
    /// Of a level that is set something else is there than was believed.
    case quantityChanged(LevelMismatch)
    /// Below zero, or too far from what is there.
    case levelOutOfRange(line: Int)
    case expectationOutOfRange(line: Int)
    /// A level is set by one line, and no other line of the entry changes it.
    case levelInTwoLines(line: Int)
    /// A level is set of a variant that is tracked by serial.
    case levelOfUnits(line: Int)
    /// A level is set as it was at another time.
    case levelOfThePast
    /// `isSame` tells whether the entry in the book says the same as the command.
    case duplicateReference(Reference, entry: ID<Entry>, isSame: Bool)
    case entryExists(ID<Entry>)
    case unknownEntry(Reversal.Target)
    case alreadyReversed(by: ID<Entry>)
    case notReversible(ID<Entry>)
    /// The entry has no such line or movement.
    case notInEntry(line: Int)
    /// `number` is that of the line of the entry, of which only `left` can still be undone.
    case reversedTooFar(line: Int, number: Int, left: Quantity)
    case unitNotInEntry(String, line: Int)

    case unknownTransfer(ID<TransferOrder>)
    case transferExists(ID<TransferOrder>)
    case alreadyOrdered(Reference, transfer: ID<TransferOrder>)
    /// Nothing is left that could leave, or nothing is on the road.
    case transferEnded(ID<TransferOrder>, TransferState)
    case outsideTransfer(LocationName, line: Int?)
    /// Of the line of the order only `left` can still leave.
    case notOrdered(line: Int, left: Quantity)
    /// Of the line of the order only `left` is on the road.
    case notInTransit(line: Int, left: Quantity)

    case unknownHandlingUnit(ID<HandlingUnit>)
    /// It has another version than whoever asks believes.
    case handlingUnitChanged(version: Int64)
    case handlingUnitEnded(StockHandlingUnit)
    /// Something is on it, or another unit stands on it.
    case handlingUnitNotEmpty(StockHandlingUnit)
    case handlingUnitEmpty(StockHandlingUnit)
    /// It would stand on itself, or its goods would go to a unit that stands on it.
    case handlingUnitInItself(LocationName)
    case handlingUnitTooDeep(LocationName)
    case tooManyHandlingUnits
    /// A count has seen what is on it, and the book does not say so yet.
    case handlingUnitCounted(StockHandlingUnit)
    /// More was sold from it than the book knows of, or the numbers of its pieces are not known.
    case handlingUnitInDoubt(StockHandlingUnit, sku: String)

    /// It is above a limit of the rule in force.
    case approvalRequired(rule: ID<Entry>, ApprovalRule.Excess)
    case ownProposal(ID<Proposal>?)
    /// A program approves what the rule has people approve.
    case personRequired(rule: ID<Entry>)
    case unknownProposal(ID<Proposal>)
    case proposalEnded(ID<Proposal>, ProposalState)

    case unknownReservation(ID<Reservation>)
    case reservationExists(ID<Reservation>)
    case alreadyReserved(Reference, reservation: ID<Reservation>)
    case reservationEnded(ID<Reservation>, ReservationState)
    case reservationNotOver(ID<Reservation>)
    /// Nothing of the reservation waits for what is there.
    case nothingToPromise(ID<Reservation>)
    case notReserved(line: Int, open: Quantity)
}

/// How much was asked for, and how much there was.
package struct Shortage: Hashable, Sendable {
    package let sku: String
    package let location: ID<Location>
    /// All lines of the command for this variant and place together.
    package let requested: Quantity
    package let available: Quantity
    /// Pending reservations that hold some of the variant in the warehouse.
    package let blockingReservations: Int
    /// The first line that takes from there.
    package let line: Int

    package init(
        sku: String,
        location: ID<Location>,
        requested: Quantity,
        available: Quantity,
        blockingReservations: Int,
        line: Int
    ) {
        self.sku = sku
        self.location = location
        self.requested = requested
        self.available = available
        self.blockingReservations = blockingReservations
        self.line = line
    }
}

extension LedgerRefusal {
    /// Whether the command names something that the ledger may be about to hear of.
    ///
    /// Facts travel between services in milliseconds, so such a command waits within its own time
    /// budget before it is refused.
    package var mayPass: Bool {
        switch self {
        case .unknownVariant, .unknownLocation: true
        // A till sells and voids in one breath; the sale may be in another batch, or tried again.
        case .unknownEntry(.document): true
        default: false
        }
    }
}
