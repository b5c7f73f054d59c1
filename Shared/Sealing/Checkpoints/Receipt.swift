/// That one movement is in the ledger, provable without seeing any other.
///
/// In JSON one object with the members of the proof and its own.
package struct Receipt: Codable, Hashable, Sendable {
    package let proof: MovementProof
    package let checkpoint: Checkpoint
    package let keys: [KeyRecord]

    package init(_ proof: MovementProof, checkpoint: Checkpoint, keys: [KeyRecord]) {
        self.proof = proof
        self.checkpoint = checkpoint
        self.keys = keys
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.proof = try MovementProof(from: decoder)
        self.checkpoint = try container.decode(Checkpoint.self, forKey: .checkpoint)
        self.keys = try container.decode([KeyRecord].self, forKey: .keys)
    }

    package func encode(to encoder: any Encoder) throws {
        try self.proof.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.checkpoint, forKey: .checkpoint)
        try container.encode(self.keys, forKey: .keys)
    }

    private enum CodingKeys: CodingKey {
        case checkpoint, keys
    }

    /// Checks everything that it says.
    ///
    /// - Parameter trusted: The fingerprint of the ledger's first key, from elsewhere.
    package func verify(trusting trusted: SealHash?) throws(ReceiptRefusal) {
        try self.proof.verify(under: self.checkpoint)
        var chain = KeyChain(trusting: trusted)
        do {
            for record in self.keys { try chain.append(record) }
        } catch {
            throw .key(error)
        }
        guard chain.isSigned(self.checkpoint) else { throw .notSigned }
    }
}

/// Why a receipt proves nothing.
package enum ReceiptRefusal: Error, Hashable {
    /// The movement is not the one that is in the block.
    case notInBlock
    /// The block is not in the tree of the checkpoint.
    case notInCheckpoint
    case key(KeyRefusal)
    /// The checkpoint is not signed by the key that had to.
    case notSigned
}
