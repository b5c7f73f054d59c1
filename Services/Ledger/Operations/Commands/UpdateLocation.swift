import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Changes what may change about a location: name, place in its warehouse, status, attributes.
struct UpdateLocation: Operation {
    static let id = "updateLocation"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id = try request.pathID("locationId", of: Location.self)
        let patch: LocationPatch = try request.document()
        try transaction.execute(LocationStore.change)
        // Where it stands from now on is not known before it is seen.
        try transaction.execute(JournalHorizon.hold)
        guard var record = try LocationStore.record(id, in: transaction) else {
            throw Problem.notFound("There is no location \(id).")
        }
        guard request.principal.may(.locationWrite, at: record.warehouse) else {
            throw Problem.forbidden(.locationWrite, at: record.warehouse)
        }
        try Precondition.require(record.version, of: request)
        guard record.kind.isPhysical else {
            throw Problem.conflict(.wrongState, "Virtual locations do not change.")
        }
        guard record.kind != .unit else {
            throw Problem.conflict(
                .wrongState,
                "A handling unit is moved and closed by operations of its own."
            )
        }
        let former = record.path
        try patch.check()
        try self.apply(patch, to: &record, in: transaction)
        let saved = try self.save(record, in: transaction)
        var changed = [saved]
        if saved.path != former {
            changed += try LocationStore.rebase(below: saved, from: former, in: transaction)
        }
        try Outbox.append(
            try changed.map { location in
                try OutboxMessage(
                    location.fact,
                    subject: location.id.description,
                    version: location.version,
                    cause: request.context
                )
            },
            in: transaction
        )
        return try request.answer(saved, in: transaction)
    }

    private func apply(
        _ patch: LocationPatch,
        to record: inout LocationRecord,
        in transaction: borrowing Transaction
    ) throws {
        if let name = patch.name { record.name = name }
        for (name, value) in patch.attributes ?? [:] {
            record.attributes[name] = value == .null ? nil : value
        }
        let former = record.status
        record.status = patch.status ?? former
        if let name = patch.parent {
            try self.move(&record, to: name, in: transaction)
        } else if former == .retired, record.status == .active, let parent = record.parent,
            let found = try LocationStore.record(parent, in: transaction)
        {
            try LocationParent.requireOpen(found, pointer: "/status")
        }
        if former == .active, record.status == .retired {
            try self.requireUnused(record.id, in: transaction)
        }
    }

    private func requireUnused(
        _ id: ID<Location>,
        in transaction: borrowing Transaction
    ) throws {
        guard try !LocationStore.holdsStock(id, in: transaction) else {
            throw Problem.conflict(.inUse, "There is stock in the location or below it.")
        }
        guard try !LocationStore.hasOpenParts(id, in: transaction) else {
            throw Problem.conflict(.inUse, "The location has open parts.")
        }
    }

    private func move(
        _ record: inout LocationRecord,
        to name: String,
        in transaction: borrowing Transaction
    ) throws {
        let parent = try LocationParent.named(name, of: record.kind, in: transaction)
        guard parent.warehouse == record.warehouse else {
            throw Problem.validation("/parent", rule: "warehouse", "It stays in its warehouse.")
        }
        guard !parent.path.contains(record.id) else {
            throw Problem.validation("/parent", rule: "tree", "It cannot stand below itself.")
        }
        if record.status == .active { try LocationParent.requireOpen(parent) }
        try LocationParent.requireRoom(
            for: try LocationStore.height(of: record, in: transaction),
            in: parent
        )
        record.parent = parent.id
        record.path = parent.path + [record.id]
    }

    private func save(
        _ record: LocationRecord,
        in transaction: borrowing Transaction
    ) throws -> LocationRecord {
        let rows = try transaction.execute(
            """
            UPDATE location
            SET name = \(record.name),
                parent = \(record.parent),
                path = \(record.path),
                status = \(record.status.rawValue),
                attributes = \(try JSONB(encoding: record.attributes)),
                version = version + 1,
                updated_at = clock_timestamp()
            WHERE id = \(record.id)
            RETURNING *
            """
        )
        return try LocationRecord(rows[0])
    }
}

struct LocationPatch: Codable, Sendable {
    let name: String?
    let parent: String?
    let status: ActiveStatus?
    let attributes: [String: JSONValue]?

    func check() throws(Problem) {
        var rules = DraftRules()
        rules.text(self.name, "/name", limit: LocationDraft.maximumName)
        if (self.attributes?.count ?? 0) > LocationDraft.maximumAttributes {
            rules.add("/attributes", "maxProperties", "There are too many attributes.")
        }
        try rules.finish()
    }
}
