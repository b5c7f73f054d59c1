import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres

/// Judges parked messages anew, after the reason may have been removed.
enum Rejudging {
    struct Counts: Hashable, Sendable {
        var replayed: Int64 = 0
        var parkedAgain: Int64 = 0
    }

    /// Decides about messages that are locked, saves them and sends them on.
    ///
    /// - Parameters:
    ///   - actor: Who asked for it; `nil` where new facts did.
    ///   - isDryRun: Counts what would happen, and changes nothing.
    @discardableResult
    static func rejudge(
        _ records: [MessageRecord],
        by actor: Actor?,
        note: String?,
        isDryRun: Bool = false,
        cause: MessageContext? = nil,
        in transaction: borrowing Transaction
    ) throws -> Counts {
        guard !records.isEmpty else { return Counts() }
        let now = Timestamp.now
        let contents = records.map { record in
            record.kind.map { PosDocumentReader.read(record.payload, kind: $0) }
        }
        var readable: [(source: String, document: PosDocument)] = []
        for (record, content) in zip(records, contents) {
            guard case .document(let document) = content else { continue }
            readable.append((record.source, document))
        }
        let decisions = try Deciding(readable, in: transaction, now: now)
        var counts = Counts()
        var commands: [OutboxMessage] = []
        var accepted = AcceptedSales()
        for (record, content) in zip(records, contents) {
            let outcome = self.outcome(of: record, content: content, decisions)
            if outcome.status == .parked { counts.parkedAgain += 1 } else { counts.replayed += 1 }
            guard !isDryRun else { continue }
            var changed = record
            changed.apply(outcome, content: content, at: now, by: actor, note: note)
            try MessageStore.save(changed, in: transaction)
            guard outcome.status != .parked, let document = content?.document else { continue }
            if let command = outcome.command {
                let key = Announcement.orderingKey(of: changed)
                commands.append(try OutboxMessage(command, subject: key, cause: cause))
            }
            let source = decisions.sources[record.source]
            accepted.add(changed, document, outcome, of: source, cause: cause)
        }
        try Outbox.append(try commands + accepted.messages(), in: transaction)
        return counts
    }

    private static func outcome(
        of record: MessageRecord,
        content: ReceivedDocument.Content?,
        _ decisions: Deciding
    ) -> Outcome {
        switch content {
        case nil:
            let parking = record.parking ?? Parking(.unknownKind, "The kind is not known.")
            return Outcome(.park(parking), lineCount: 0)
        case .unreadable(let parking):
            return Outcome(.park(parking), lineCount: 0)
        case .document(let document):
            // The first message under a document id counts; one that contradicts it never does.
            if let parking = record.parking, parking.reason == .documentConflict {
                return Outcome(.park(parking), lineCount: 0)
            }
            return decisions.outcome(of: document, from: record.source)
        }
    }
}

extension ReceivedDocument.Content {
    var document: PosDocument? {
        guard case .document(let document) = self else { return nil }
        return document
    }
}

extension MessageRecord {
    fileprivate mutating func apply(
        _ outcome: Outcome,
        content: ReceivedDocument.Content?,
        at now: Timestamp,
        by actor: Actor?,
        note: String?
    ) {
        self.status = outcome.status
        self.parking = outcome.parking
        self.nonStockLines = outcome.nonStockLines
        self.appliedAt = outcome.status == .applied ? now : nil
        if outcome.status == .pending { self.sentAt = now }
        self.decidedBy = actor ?? self.decidedBy
        self.note = note ?? self.note
        guard let document = content?.document else { return }
        self.document = document.name
        self.original = document.original
        self.terminal = document.station
        self.sequence = document.number
        self.occurredAt = document.occurredAt
        self.lineCount = document.lines.count
    }
}
