package import Kernel

extension EntryPosted: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("actor", self.actor)
            json.member("balances", self.balances)
            json.member("causationId", self.causationId)
            json.member("correlationId", self.correlationId)
            json.member("effectiveAt", self.effectiveAt)
            json.member("entryId", self.entryId)
            json.member("kind", self.kind)
            json.member("movements", self.movements)
            json.member("note", self.note)
            json.member("occurredAt", self.occurredAt)
            json.member("originalReference", self.originalReference)
            json.member("reason", self.reason)
            json.member("recordedAt", self.recordedAt)
            json.member("reference", self.reference)
            json.member("reservationId", self.reservationId)
            json.member("reversedEntryId", self.reversedEntryId)
        }
    }

    package init(reading json: inout JSONReader) throws {
        var entryId: ID<Entry>?
        var correlationId: ID<Command>?
        var causationId: ID<Command>?
        var kind: EntryKind?
        var reference: Reference?
        var originalReference: Reference?
        var reversedEntryId: ID<Entry>?
        var reservationId: ID<Reservation>?
        var reason: String?
        var note: String?
        var effectiveAt: Timestamp?
        var occurredAt: Timestamp?
        var recordedAt: Timestamp?
        var actor: Actor?
        var movements: [MovementPosted]?
        var balances: [BalanceAfter]?
        try json.object { json in
            try json.member("actor", &actor)
            try json.member("balances", &balances)
            try json.member("causationId", &causationId)
            try json.member("correlationId", &correlationId)
            try json.member("effectiveAt", &effectiveAt)
            try json.member("entryId", &entryId)
            try json.member("kind", &kind)
            try json.member("movements", &movements)
            try json.member("note", &note)
            try json.member("occurredAt", &occurredAt)
            try json.member("originalReference", &originalReference)
            try json.member("reason", &reason)
            try json.member("recordedAt", &recordedAt)
            try json.member("reference", &reference)
            try json.member("reservationId", &reservationId)
            try json.member("reversedEntryId", &reversedEntryId)
        }
        self.init(
            entryId: try json.required(entryId),
            correlationId: try json.required(correlationId),
            causationId: causationId,
            kind: try json.required(kind),
            reference: reference,
            originalReference: originalReference,
            reversedEntryId: reversedEntryId,
            reservationId: reservationId,
            reason: reason,
            note: note,
            effectiveAt: try json.required(effectiveAt),
            occurredAt: occurredAt,
            recordedAt: try json.required(recordedAt),
            actor: try json.required(actor),
            movements: try json.required(movements),
            balances: try json.required(balances)
        )
    }
}
