package import Kernel

/// One line of a ledger in a file: JSON, each line a document of its own.
///
/// First what ledger it is of, then its keys; then for each block its movements in order, the block
/// itself, and the checkpoints that end with it.
package enum ExportLine: Hashable, Sendable {
    case ledger(ExportedLedger)
    case key(KeyRecord)
    case movement(ExportedMovement)
    case block(ExportedBlock)
    case checkpoint(Checkpoint)
}

/// The first line of a file.
package struct ExportedLedger: Codable, Hashable, Sendable {
    package let format: String
    package let ledger: SealedID
    package let writtenAt: Timestamp

    /// The only form that there is.
    package static let format = "stockbook-seals-1"

    package init(ledger: SealedID, writtenAt: Timestamp) {
        self.format = Self.format
        self.ledger = ledger
        self.writtenAt = writtenAt
    }
}

/// A movement as the journal has it.
package struct ExportedMovement: Codable, Hashable, Sendable {
    /// The number under which it was sealed; `nil` for one that is in no block.
    package let sequence: Int64?
    package let record: SealedRecord

    package init(sequence: Int64?, record: SealedRecord) {
        self.sequence = sequence
        self.record = record
    }
}

/// A block with the leaves that are kept of it.
package struct ExportedBlock: Codable, Hashable, Sendable {
    package let header: BlockHeader
    package let hash: SealHash
    /// In hexadecimal digits: of each movement its identifier and its hash.
    package let leaves: String

    package init(_ block: SealedBlock, hash: SealHash) {
        self.header = block.header
        self.hash = hash
        self.leaves = Hexadecimal.text(block.leafBytes)
    }

    /// `nil` for leaves that are no hexadecimal digits.
    package var block: SealedBlock? {
        Hexadecimal.bytes(self.leaves).map {
            SealedBlock(header: self.header, leaves: SealedBlock.leaves($0))
        }
    }
}

extension ExportLine: Codable {
    private enum Member: String, CodingKey {
        case type
    }

    private enum Kind: String, Codable {
        case ledger
        case key
        case movement
        case block
        case checkpoint
    }

    private var kind: Kind {
        switch self {
        case .ledger: .ledger
        case .key: .key
        case .movement: .movement
        case .block: .block
        case .checkpoint: .checkpoint
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Member.self)
        switch try container.decode(Kind.self, forKey: .type) {
        case .ledger: self = .ledger(try ExportedLedger(from: decoder))
        case .key: self = .key(try KeyRecord(from: decoder))
        case .movement: self = .movement(try ExportedMovement(from: decoder))
        case .block: self = .block(try ExportedBlock(from: decoder))
        case .checkpoint: self = .checkpoint(try Checkpoint(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Member.self)
        try container.encode(self.kind, forKey: .type)
        switch self {
        case .ledger(let ledger): try ledger.encode(to: encoder)
        case .key(let record): try record.encode(to: encoder)
        case .movement(let movement): try movement.encode(to: encoder)
        case .block(let block): try block.encode(to: encoder)
        case .checkpoint(let checkpoint): try checkpoint.encode(to: encoder)
        }
    }
}
