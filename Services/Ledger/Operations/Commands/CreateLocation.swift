import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Adds a warehouse, or a part of one.
struct CreateLocation: Operation {
    static let id = "createLocation"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let draft: LocationDraft = try request.document()
        try draft.check()
        // A closed parent must not get an open part meanwhile.
        try transaction.execute(LocationStore.keepOpen)
        // Where it stands from now on is not known before it is seen.
        try transaction.execute(JournalHorizon.hold)
        let parent = try self.parent(of: draft, for: request, in: transaction)
        let id = draft.id ?? .make()
        let rows = try transaction.execute(
            """
            INSERT INTO location (
                id, code, name, kind, parent, warehouse, path, attributes, created_at, updated_at
            )
            SELECT \(id), \(draft.code), \(draft.name), \(draft.kind.rawValue), \(parent?.id),
                \(parent?.warehouse ?? id), \((parent?.path ?? []) + [id]),
                \(try JSONB(encoding: draft.attributes ?? [:])), now, now
            FROM clock_timestamp() AS clock (now)
            ON CONFLICT DO NOTHING
            RETURNING *
            """
        )
        guard let row = rows.first else {
            throw Problem.rule(
                .alreadyExists,
                "There is a location \(draft.code), or the identifier is taken.",
                pointer: "/code"
            )
        }
        let record = try LocationRecord(row)
        try Outbox.append(
            record.fact,
            subject: id.description,
            version: record.version,
            cause: request.context,
            in: transaction
        )
        return try request.answer(record, status: 201, in: transaction)
    }

    private func parent(
        of draft: LocationDraft,
        for request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> LocationRecord? {
        guard let name = draft.parent else {
            guard draft.kind == .warehouse else {
                throw Problem.validation("/parent", rule: "required", "A part has a parent.")
            }
            guard request.principal.mayEverywhere(.locationWrite) else {
                throw Problem.forbidden(.locationWrite)
            }
            return nil
        }
        let parent = try LocationParent.named(name, of: draft.kind, in: transaction)
        guard request.principal.may(.locationWrite, at: parent.warehouse) else {
            throw Problem.forbidden(.locationWrite, at: parent.warehouse)
        }
        try LocationParent.requireOpen(parent)
        try LocationParent.requireRoom(in: parent)
        return parent
    }
}

struct LocationDraft: Codable, Sendable {
    let id: ID<Location>?
    let code: String
    let name: String
    let kind: LocationKind
    let parent: String?
    let attributes: [String: JSONValue]?

    /// How many locations lie between a root and its deepest part, both included.
    static let maximumDepth = StockLocation.maximumDepth
    static let maximumName = 200
    static let maximumAttributes = 100

    func check() throws(Problem) {
        var rules = DraftRules()
        rules.text(self.code, "/code", limit: DraftRules.maximumName)
        rules.text(self.name, "/name", limit: Self.maximumName)
        if !Self.isWellFormed(self.code) {
            rules.add("/code", "pattern", "A code has letters, digits and . _ / - inside.")
        }
        if ID<Location>(self.code) != nil {
            rules.add("/code", "pattern", "A code is not shaped like a UUID.")
        }
        if self.kind.isVirtual {
            rules.add("/kind", "enum", "Virtual locations exist from the start.")
        }
        if self.kind == .unit {
            rules.add("/kind", "enum", "Handling units are made by createHandlingUnit.")
        }
        if (self.attributes?.count ?? 0) > Self.maximumAttributes {
            rules.add("/attributes", "maxProperties", "There are too many attributes.")
        }
        try rules.finish()
    }

    /// Whether a text has only what codes are made of, and begins as they do.
    static func isWellFormed(_ code: String) -> Bool {
        code.utf8.first.map(Self.isAlphanumeric) ?? false
            && code.utf8.allSatisfy { byte in
                Self.isAlphanumeric(byte) || "._/-".utf8.contains(byte)
            }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}
