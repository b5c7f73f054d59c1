import Kernel

@testable import Sealing

/// A small sealed ledger, made in memory.
struct Book {
    var records: [SealedRecord]
    var blocks: [SealedBlock] = []
    var keys: [KeyRecord] = []
    var checkpoints: [Checkpoint] = []
    private(set) var head = ChainHead.empty
    private(set) var totals = WarehouseTotals()
    private var signer: SigningKey

    static let ledger = Book.id(0xA11)

    /// Seals `count` movements in blocks of `size`, with a checkpoint after each second block and the
    /// last one.
    init(_ count: Int, size: Int = 5, secret: UInt8 = 1) throws {
        self.records = (1...count).map(Book.record)
        self.signer = try Book.signer(secret)
        try self.introduce(self.signer)
        try self.sealAll(size: size)
    }

    /// Seals what is there, with recomputed hashes.
    mutating func sealAll(size: Int) throws {
        self.blocks = []
        self.checkpoints = []
        self.head = .empty
        self.totals = WarehouseTotals()
        for start in stride(from: 0, to: self.records.count, by: size) {
            let part = self.records[start..<min(start + size, self.records.count)]
            let block = SealedBlock(Array(part), after: self.head, at: Book.time(1_000))
            self.blocks.append(block)
            self.head.append(block.header)
            for record in part { self.totals.add(record) }
            if self.blocks.count.isMultiple(of: 2) { try self.sign() }
        }
        try self.sign()
    }

    mutating func sign() throws {
        self.checkpoints.append(
            try Checkpoint(
                of: Book.ledger,
                number: Int64(self.checkpoints.count) + 1,
                at: self.head,
                totals: self.totals,
                time: Book.time(2_000),
                signedBy: self.signer
            )
        )
    }

    /// Has another key sign from the next checkpoint on.
    mutating func introduce(_ next: SigningKey) throws {
        self.keys.append(
            try KeyRecord(
                introducing: next.verifying,
                to: Book.ledger,
                number: Int64(self.keys.count) + 1,
                firstCheckpoint: Int64(self.checkpoints.count) + 1,
                at: Book.time(500),
                signedBy: self.keys.isEmpty ? next : self.signer
            )
        )
        self.signer = next
    }

    /// What a verifier says of it.
    ///
    /// - Parameter kept: Checkpoints that are kept elsewhere.
    func findings(
        kept: [Checkpoint] = [],
        keys: [KeyRecord]? = nil,
        trusting trusted: SealHash? = nil
    ) -> [Finding] {
        var verifier = ChainVerifier(trusting: trusted)
        for key in keys ?? self.keys { verifier.check(key) }
        var rest = self.records.sorted { $0.place < $1.place }[...]
        for block in self.blocks {
            let here = rest.prefix { $0.place <= block.header.end }
            rest = rest.dropFirst(here.count)
            verifier.check(
                block,
                storedHash: block.header.hash,
                records: here.map { StoredRecord($0) }
            )
            for checkpoint in self.checkpoints where checkpoint.blocks == block.header.number {
                verifier.check(checkpoint, from: "of the ledger")
            }
            for checkpoint in kept where checkpoint.blocks == block.header.number {
                verifier.check(checkpoint, from: "that was kept")
            }
        }
        for checkpoint in self.checkpoints + kept
        where checkpoint.blocks > verifier.head.number {
            verifier.check(checkpoint, from: "that was kept")
        }
        return verifier.finish()
    }

    static func id(_ number: UInt64) -> SealedID { SealedID(head: 7, tail: number) }

    static func time(_ second: Int64) -> Timestamp { Timestamp(microseconds: second * 1_000_000) }

    static func signer(_ secret: UInt8) throws -> SigningKey {
        guard let key = SigningKey(secret: [UInt8](repeating: secret, count: 32)) else {
            throw NoKey()
        }
        return key
    }

    struct NoKey: Error {}

    /// A movement of an entry of its own.
    static func record(_ number: Int) -> SealedRecord {
        let time = Self.time(Int64(number))
        let entry = Self.id(10_000 + UInt64(number))
        return SealedRecord(
            movement: SealedRecord.Movement(
                id: Self.id(20_000 + UInt64(number)),
                entry: entry,
                line: 1,
                variant: Self.id(1),
                from: Self.id(2),
                to: Self.id(3),
                toWarehouse: Self.id(4),
                quantity: Quantity(tenThousandths: Int64(number) * 10_000),
                effectiveAt: time,
                recordedAt: time
            ),
            entry: SealedRecord.Entry(
                id: entry,
                kind: "receive",
                effectiveAt: time,
                recordedAt: time,
                actorKind: "user",
                actorName: "anna",
                cause: Self.id(5)
            )
        )
    }
}
