package import Postgres
package import Sealing

/// A row of the journal: where it stands, and what is there.
package struct JournalRow: Sendable {
    package let place: JournalPlace
    package let stored: StoredRecord

    /// Reads a row of ``SealedJournal``.
    ///
    /// A movement whose entry is gone, or that holds what no movement can, is read as unreadable.
    package init(_ row: Row) throws {
        var columns = ColumnReader(row)
        let place = JournalPlace(
            recordedAt: try columns.next(),
            entry: try columns.next(),
            line: try columns.next(),
            movement: try columns.next()
        )
        self.place = place
        do {
            let movement = try SealedRecord.Movement(&columns, at: place)
            guard let entry = try columns.next(SealedID?.self) else {
                let detail = "the entry of movement \(place.movement) is gone"
                self.stored = StoredRecord(unreadable: place.movement, detail)
                return
            }
            self.stored = StoredRecord(
                SealedRecord(
                    movement: movement,
                    entry: try SealedRecord.Entry(&columns, id: entry)
                )
            )
        } catch let error as PostgresError {
            let detail = "movement \(place.movement) cannot be read: \(error)"
            self.stored = StoredRecord(unreadable: place.movement, detail)
        }
    }
}

extension SealedRecord.Movement {
    /// `nil` for the row of an entry that moves nothing, whose columns are skipped.
    fileprivate init?(_ columns: inout ColumnReader, at place: JournalPlace) throws {
        guard let variant: SealedID = try columns.next() else {
            columns.skip(Self.columns - 1)
            return nil
        }
        self.init(
            id: place.movement,
            entry: place.entry,
            line: place.line,
            variant: variant,
            lot: try columns.next(),
            serial: try columns.next(),
            from: try columns.next(),
            to: try columns.next(),
            fromWarehouse: try columns.next(),
            toWarehouse: try columns.next(),
            quantity: try columns.next(),
            unitCost: try columns.next(),
            unitCostCurrency: try columns.next(),
            reverses: try columns.next(),
            effectiveAt: try columns.next(),
            occurredAt: try columns.next(),
            recordedAt: place.recordedAt
        )
    }

    /// Those that are read of a movement, beyond its place.
    private static let columns = 13
}

extension SealedRecord.Entry {
    fileprivate init(_ columns: inout ColumnReader, id: SealedID) throws {
        self.init(
            id: id,
            kind: try columns.next(),
            source: try columns.next(),
            document: try columns.next(),
            originalSource: try columns.next(),
            originalDocument: try columns.next(),
            reverses: try columns.next(),
            reversalNumber: try columns.next(),
            undoesRest: try columns.next(),
            batch: try columns.next(),
            reservation: try columns.next(),
            reason: try columns.next(),
            note: try columns.next(),
            effectiveAt: try columns.next(),
            recordedAt: try columns.next(),
            actorKind: try columns.next(),
            actorId: try columns.next(),
            actorName: try columns.next(),
            cause: try columns.next(),
            transferOrder: try columns.next(),
            occurredAt: try columns.next(),
            approves: try columns.next(),
            authority: try columns.next(),
            terms: try columns.next(),
            worth: try columns.next()
        )
    }
}
