import Kernel

extension SealedRecord {
    /// The hash of the leaf that it is under a sequence number.
    package func leafHash(_ sequence: Int64) -> SealHash {
        .leaf(self.encoding(sequence))
    }

    /// Tags are never given to another field; 1 to 31 are those of the movement.
    func encoding(_ sequence: Int64) -> [UInt8] {
        var encoding = CanonicalEncoding(self.movement == nil ? .entry : .movement)
        encoding.add(1, sequence)
        self.movement?.add(to: &encoding)
        self.entry.add(to: &encoding)
        return encoding.bytes
    }
}

extension SealedRecord.Movement {
    fileprivate func add(to encoding: inout CanonicalEncoding) {
        encoding.add(2, self.id)
        encoding.add(3, self.entry)
        encoding.add(4, Int64(self.line))
        encoding.add(5, self.variant)
        encoding.add(6, self.lot)
        encoding.add(7, self.serial)
        encoding.add(8, self.from)
        encoding.add(9, self.to)
        encoding.add(10, self.fromWarehouse)
        encoding.add(11, self.toWarehouse)
        encoding.add(12, self.quantity.tenThousandths)
        encoding.add(13, self.unitCost)
        encoding.add(14, self.unitCostCurrency)
        encoding.add(15, self.effectiveAt)
        encoding.add(16, self.recordedAt)
        encoding.add(17, self.reverses)
        if let occurredAt = self.occurredAt { encoding.add(18, occurredAt) }
    }
}

extension SealedRecord.Entry {
    fileprivate func add(to encoding: inout CanonicalEncoding) {
        encoding.add(32, self.id)
        encoding.add(33, self.kind)
        encoding.add(34, self.source)
        encoding.add(35, self.document)
        encoding.add(36, self.originalSource)
        encoding.add(37, self.originalDocument)
        encoding.add(38, self.reverses)
        encoding.add(39, self.reservation)
        encoding.add(40, self.reason)
        encoding.add(41, self.note)
        encoding.add(42, self.effectiveAt)
        encoding.add(43, self.recordedAt)
        encoding.add(44, self.actorKind)
        encoding.add(45, self.actorId)
        encoding.add(46, self.actorName)
        encoding.add(47, self.cause)
        if let number = self.reversalNumber { encoding.add(48, Int64(number)) }
        if let undoesRest = self.undoesRest { encoding.add(49, undoesRest ? 1 : 0) }
        encoding.add(50, self.batch)
        encoding.add(51, self.transferOrder)
        if let occurredAt = self.occurredAt { encoding.add(52, occurredAt) }
        encoding.add(53, self.approves)
        encoding.add(54, self.authority)
        encoding.add(55, self.terms)
        if let worth = self.worth { encoding.add(56, worth) }
    }
}
