/// Why a key is not believed.
package enum KeyRefusal: Error, Hashable {
    /// The first key is not the one that is trusted.
    case notTrusted(SealHash)
    /// Numbers or checkpoints do not follow those of the key before, or it is of another ledger.
    case outOfOrder(Int64)
    /// The key before it has not signed this one.
    case notSigned(Int64)
}

/// The keys of a ledger, each introduced by the one before.
package struct KeyChain: Hashable, Sendable {
    /// The fingerprint of the first key; `nil` to trust whichever it is.
    package let trusted: SealHash?
    package private(set) var records: [KeyRecord] = []

    package init(trusting trusted: SealHash? = nil) {
        self.trusted = trusted
    }

    /// Takes the next key.
    ///
    /// One that is there already changes nothing.
    package mutating func append(_ record: KeyRecord) throws(KeyRefusal) {
        guard !self.records.contains(record) else { return }
        guard record.number == Int64(self.records.count) + 1 else {
            throw .outOfOrder(record.number)
        }
        if let last = self.records.last {
            guard record.firstCheckpoint > last.firstCheckpoint, record.ledger == last.ledger else {
                throw .outOfOrder(record.number)
            }
            guard record.isSigned(by: last.key) else { throw .notSigned(record.number) }
        } else {
            if let trusted, trusted != record.key.fingerprint {
                throw .notTrusted(record.key.fingerprint)
            }
            guard record.isSigned(by: record.key) else { throw .notSigned(record.number) }
        }
        self.records.append(record)
    }

    /// The key that may sign the checkpoint of a number.
    package func record(ofCheckpoint number: Int64) -> KeyRecord? {
        self.records.last { $0.firstCheckpoint <= number }
    }

    /// Whether a checkpoint is of this ledger and signed by the key that had to.
    package func isSigned(_ checkpoint: Checkpoint) -> Bool {
        guard let record = self.record(ofCheckpoint: checkpoint.number) else { return false }
        return checkpoint.ledger == record.ledger
            && checkpoint.key == record.key.fingerprint
            && checkpoint.isSigned(by: record.key)
    }
}
