import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Makes a handling unit, which is a place from then on.
struct CreateHandlingUnit: Operation {
    static let id = "createHandlingUnit"

    /// How many numbers are tried one by one of which somebody has used each already.
    private static let attempts = 100

    let numbering: UnitNumbering

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: HandlingUnitDraft = try request.document()
        try draft.check()
        try transaction.pipeline([
            LocationStore.keepOpen,
            // Where it stands from now on is not known before it is seen.
            JournalHorizon.hold, HandlingUnitStore.change,
        ])
        let parent = try self.parent(draft.location, for: request, in: transaction)
        guard let warehouse = parent.warehouse else { throw Problem.internalError() }
        let place = try self.place(draft, in: parent, in: transaction)
        let unit = StockHandlingUnit(
            id: draft.id ?? .make(),
            code: place.code,
            type: draft.type,
            place: place.id,
            places: [warehouse: place.id],
            note: draft.note,
            actor: request.principal.actor,
            createdAt: try self.now(in: transaction)
        )
        guard
            try transaction.execute(
                "SELECT FROM handling_unit WHERE id = \(unit.id)"
            ).isEmpty
        else {
            throw Problem.rule(
                .alreadyExists,
                "There is a handling unit \(unit.id) already.",
                pointer: "/id"
            )
        }
        try self.save(unit, at: place, in: parent, of: request, in: transaction)
        guard let record = try HandlingUnitRecord.one(unit.id, in: transaction),
            let body = try HandlingUnitBody.bodies(of: [record], in: transaction).first
        else { throw Problem.internalError() }
        return try .made(
            body,
            at: "/v1/handling-units/\(unit.id)",
            version: unit.version,
            isDryRun: try request.isDryRun
        )
    }

    /// Where the unit is to stand.
    private func parent(
        _ name: String,
        for request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> LocationRecord {
        guard let parent = try LocationStore.record(named: name, in: transaction) else {
            throw Problem.unknownLocation(name, pointer: "/location")
        }
        guard LocationKind.unit.mayStand(in: parent.kind), let warehouse = parent.warehouse else {
            throw Problem.validation("/location", rule: "kind", "A unit stands in a warehouse.")
        }
        guard request.principal.may(.stockTransfer, at: warehouse) else {
            throw Problem.forbidden(.stockTransfer, at: warehouse)
        }
        try LocationParent.requireOpen(parent, pointer: "/location")
        try LocationParent.requireRoom(in: parent, pointer: "/location")
        return parent
    }

    /// The place that the unit is, under the code of the draft or the next number.
    private func place(
        _ draft: HandlingUnitDraft,
        in parent: LocationRecord,
        in transaction: borrowing Transaction
    ) throws -> LocationRecord {
        if let code = draft.code {
            guard let place = try self.add(code, in: parent, in: transaction) else {
                throw Problem.rule(
                    .alreadyExists,
                    "There is a location or a handling unit \(code) already.",
                    pointer: "/code"
                )
            }
            return place
        }
        return try self.numbered(in: parent, in: transaction)
    }

    /// The place that the unit is, under the next number that nobody has used.
    private func numbered(
        in parent: LocationRecord,
        in transaction: borrowing Transaction
    ) throws -> LocationRecord {
        guard let prefix = self.numbering.prefix else {
            throw Problem.validation("/code", rule: "required", "The ledger gives no numbers.")
        }
        var first = self.numbering.first
        for attempt in 0...Self.attempts {
            // Of many that were used in a row all are skipped together.
            if attempt == Self.attempts {
                first = try self.numbering.firstUnused(in: transaction) ?? first
            }
            let serial = try HandlingUnitStore.nextSerial(of: prefix, from: first, in: transaction)
            let number = SSCC(
                extension: self.numbering.extensionDigit,
                prefix: prefix,
                serial: serial
            )
            guard let number else {
                throw Problem.validation("/code", rule: "required", "All numbers are given.")
            }
            if let place = try self.add(number.digits, in: parent, in: transaction) { return place }
        }
        throw Problem.rule(
            .alreadyExists,
            "The next numbers are all used already.",
            pointer: "/code"
        )
    }

    /// - Returns: `nil` where the code is that of another location.
    private func add(
        _ code: String,
        in parent: LocationRecord,
        in transaction: borrowing Transaction
    ) throws -> LocationRecord? {
        let id = ID<Location>.make()
        return try transaction.execute(
            """
            INSERT INTO location (
                id, code, name, kind, parent, warehouse, path, created_at, updated_at
            )
            SELECT \(id), \(code), \(code), \(LocationKind.unit.rawValue), \(parent.id),
                \(parent.warehouse), \(parent.path + [id]), now, now
            FROM clock_timestamp() AS clock (now)
            ON CONFLICT DO NOTHING
            RETURNING *
            """
        ).first.map { try LocationRecord($0) }
    }

    private func now(in transaction: borrowing Transaction) throws -> Timestamp {
        try transaction.execute("SELECT now() AS now")[0].decode("now")
    }

    private func save(
        _ unit: StockHandlingUnit,
        at place: LocationRecord,
        in parent: LocationRecord,
        of request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws {
        let change = unit.made(in: parent.id)
        _ = try transaction.pipeline([
            HandlingUnitStore.add(unit),
            HandlingUnitStore.savePlaces(of: [unit]),
            HandlingUnitStore.remember([change], at: unit.createdAt),
        ])
        guard let warehouse = parent.warehouse else { return }
        try Outbox.append(
            place.fact,
            subject: place.id.description,
            version: place.version,
            cause: request.context,
            in: transaction
        )
        try Outbox.append(
            HandlingUnitChanged(change, in: warehouse),
            subject: unit.id.description,
            version: unit.version,
            cause: request.context,
            in: transaction
        )
    }
}
