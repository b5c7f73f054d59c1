import Contracts
import Kernel
import LedgerDomain

extension Problem {
    /// The one place where refusals of the ledger become problems.
    init(_ refusal: LedgerRefusal, fields: RefusedFields) {
        switch refusal {
        case .noLines, .tooManyLines, .tooManyMovements, .oneSided, .quantityNotPositive,
            .quantityOutOfRange, .nothingMoves, .effectiveInFuture, .expiryInPast, .sameLocation,
            .wrongKindOfLocation, .outsideReservation, .lotRequired, .lotNotTracked,
            .lotExpiryRequired, .lotDiffers, .serialsRequired, .serialsNotTracked,
            .notReserved, .notInEntry, .reversedTooFar, .unitNotInEntry, .outsideTransfer,
            .notOrdered, .notInTransit, .levelOutOfRange, .expectationOutOfRange,
            .levelInTwoLines, .levelOfUnits, .levelOfThePast:
            self = .validation([FieldError(refusal, fields: fields)])
        case .periodClosed(let closed):
            self = .closed(.periodClosed, closed)
        case .periodSoftlyClosed(let closed):
            self = .closed(.periodSoftlyClosed, closed)
        case .unknownVariant(let name, let line):
            self = .unknownVariant(name.description, pointer: fields.variant(name, line: line))
        case .variantRetired(let name, let line):
            self = .rule(
                .variantRetired,
                "The variant \(name) is retired.",
                pointer: fields.variant(name, line: line)
            )
        case .unknownLocation(let name, let line):
            self = .unknownLocation(name.description, pointer: fields.location(name, line: line))
        case .locationClosed(let name, let line):
            self = .rule(
                .locationClosed,
                "The location \(name) is closed.",
                pointer: fields.location(name, line: line)
            )
        case .outsideAuthority(_, let warehouse):
            self = .outsideAuthority(warehouse)
        case .unknownLot(let name, let line):
            self = .rule(
                .unknownLot,
                "The variant has no lot \(name).",
                pointer: fields.line(line, "lot")
            )
        case .lotWithheld(let lot, let line):
            self = .withheld(lot, pointer: fields.line(line, "lot"))
        case .serialUnavailable(let number, let line):
            self = .rule(
                .serialUnavailable,
                "The unit \(number) is not where it is taken from.",
                pointer: fields.line(line, "serials")
            )
        case .insufficientStock(let shortage): self = .shortage(shortage, fields: fields)
        case .quantityChanged(let mismatch): self = .quantityChanged(mismatch, fields: fields)
        case .duplicateReference, .entryExists, .unknownEntry, .alreadyReversed, .notReversible,
            .unknownReservation, .reservationExists, .alreadyReserved, .reservationEnded,
            .reservationNotOver, .nothingToPromise:
            self = .ofDocument(refusal, fields: fields)
        case .unknownTransfer, .transferExists, .alreadyOrdered, .transferEnded:
            self = .ofTransfer(refusal, fields: fields)
        case .unknownHandlingUnit, .handlingUnitChanged, .handlingUnitEnded, .handlingUnitNotEmpty,
            .handlingUnitEmpty, .handlingUnitCounted, .handlingUnitInDoubt, .handlingUnitInItself,
            .handlingUnitTooDeep, .tooManyHandlingUnits:
            self = .ofHandlingUnit(refusal, fields: fields)
        case .approvalRequired, .ownProposal, .personRequired, .unknownProposal, .proposalEnded:
            self = .ofApproval(refusal, tellsWorth: fields.tellsWorth)
        case .inspectionRequired, .noInspectionPlan, .otherInspectionPlan, .readingsUnfit,
            .performedInFuture, .noSuchInspection, .inspectionExists, .notSupersedable,
            .alreadySuperseded, .notConcedable, .ownInspection, .concessionByProgram,
            .qualityElsewhere:
            self = .ofQuality(refusal)
        case .noSuchLot, .lotUnchanged, .lotExpired, .lotNotOver, .lotElsewhere:
            self = .ofLot(refusal)
        }
    }

    private static func outsideAuthority(_ warehouse: ID<Location>?) -> Problem {
        Problem(
            .forbidden,
            detail: "This is outside of the warehouses of the caller.",
            extensions: warehouse.map { ["warehouseId": .string($0.description)] } ?? [:]
        )
    }

    private static func withheld(_ lot: StockLot, pointer: String) -> Problem {
        let why =
            lot.status.isWithheld
            ? "is \(lot.status.rawValue)"
            : "expired on \(lot.details.expiresOn.map(\.description) ?? "")"
        return Problem(
            .lotWithheld,
            detail: "The lot \(lot.key.code) \(why).",
            errors: [
                FieldError(
                    pointer: pointer,
                    rule: "released",
                    message: "Only goods of released lots are sold."
                )
            ],
            extensions: ["lotId": .string(lot.id.description)]
        )
    }

    /// Refusals to give a lot another status.
    private static func ofLot(_ refusal: LedgerRefusal) -> Problem {
        switch refusal {
        case .noSuchLot(let id):
            .notFound("There is no lot \(id).")
        case .lotUnchanged(let lot):
            .conflict(.wrongState, "The lot is \(lot.status.rawValue) already.")
        case .lotExpired(let lot):
            .conflict(
                .wrongState,
                "The last day of the lot was \(lot.details.expiresOn.map(\.description) ?? "")."
            )
        case .lotElsewhere:
            .forbidden(.lotHold)
        default:
            .conflict(.wrongState, "The last day of the lot is not over.")
        }
    }

    private static func shortage(_ shortage: Shortage, fields: RefusedFields) -> Problem {
        .insufficientStock(
            sku: shortage.sku,
            location: shortage.location,
            requested: shortage.requested,
            available: shortage.available,
            pointer: fields.line(shortage.line),
            blockingReservations: shortage.blockingReservations
        )
    }

    private static func quantityChanged(
        _ mismatch: LevelMismatch,
        fields: RefusedFields
    ) -> Problem {
        .quantityChanged(
            sku: mismatch.sku,
            location: mismatch.location,
            lot: mismatch.lot,
            expected: mismatch.expected,
            actual: mismatch.actual,
            pointer: fields.line(mismatch.line, "expectedQuantity")
        )
    }

    /// Refusals for what an entry or a reservation already is.
    private static func ofDocument(_ refusal: LedgerRefusal, fields: RefusedFields) -> Problem {
        switch refusal {
        case .duplicateReference(let reference, let entry, _):
            Problem(
                .duplicateReference,
                detail: "\(reference.document) of \(reference.source) is in the book already.",
                errors: [
                    FieldError(
                        pointer: fields.reference,
                        rule: "unique",
                        message: "The document takes effect once, for ever."
                    )
                ],
                extensions: ["entryId": .string(entry.description)]
            )
        case .alreadyReserved(let reference, let reservation):
            Problem(
                .duplicateReference,
                detail: "\(reference.document) of \(reference.source) holds stock already.",
                extensions: ["reservationId": .string(reservation.description)]
            )
        case .entryExists(let entry):
            .rule(.alreadyExists, "There is an entry \(entry) already.", pointer: "/id")
        case .reservationExists(let id):
            .rule(.alreadyExists, "There is a reservation \(id) already.", pointer: "/id")
        case .unknownEntry(.entry(let id)):
            .notFound("There is no entry \(id).")
        case .unknownEntry(.document(let reference)):
            .rule(
                .unknownReference,
                "\(reference.document) of \(reference.source) is not in the book.",
                pointer: "/originalReference"
            )
        case .alreadyReversed(let entry):
            Problem(
                .alreadyReversed,
                detail: "The entry was undone by \(entry).",
                extensions: ["entryId": .string(entry.description)]
            )
        case .notReversible:
            Problem(.notReversible, detail: "Reversals and counts cannot be reversed.")
        case .unknownReservation(let id):
            .notFound("There is no reservation \(id).")
        case .reservationEnded(_, let state):
            .conflict(.wrongState, "The reservation is \(state.rawValue).")
        default:
            .conflict(.wrongState, "The reservation is not over yet.")
        }
    }
}
