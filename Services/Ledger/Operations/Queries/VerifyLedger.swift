import Contracts
import Kernel
import Messaging
import Postgres
import SealStore
import Sealing

/// Verifies some blocks and their movements.
struct VerifyLedger: Query {
    static let id = "verifyLedger"

    /// Blocks of one request; they are read and hashed within its time.
    static let maximumBlocks = 32
    static let defaultBlocks = 16
    /// The largest number of a block that JSON readers take for what it is.
    private static let lastNumber = 9_000_000_000_000_000

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        try request.requireWholeLedger()
        let query = request.query
        let first = Int64(try query.integer("fromBlock", in: 1...Self.lastNumber, default: 1))
        let count = try query.integer(
            "blocks",
            in: 1...Self.maximumBlocks,
            default: Self.defaultBlocks
        )
        let opening = try LedgerAudit.Opening(in: transaction)
        let last = min(first + Int64(count) - 1, opening.lastBlock)
        let before = try Self.head(after: first - 1, in: transaction)
        guard first <= last, let before else {
            return try .json(
                VerificationBody(ChainVerifier().report(isComplete: true), opening, last)
            )
        }
        var verifier = ChainVerifier(after: before)
        for record in opening.keys { verifier.check(record) }
        var number = first
        while number <= last, !verifier.isFull {
            let range = number...min(number + LedgerAudit.blocks - 1, last)
            let before = (verifier.head.number, verifier.head.end)
            for step in try LedgerAudit.steps(range, after: before, of: opening, in: transaction) {
                verifier.check(step)
            }
            number = range.upperBound + 1
        }
        let isComplete = !verifier.isFull
        return try .json(
            VerificationBody(verifier.report(isComplete: isComplete), opening, last)
        )
    }

    /// Where the chain was after a block; before the first one with zero.
    private static func head(
        after number: Int64,
        in transaction: borrowing Transaction
    ) throws -> ChainHead? {
        guard number > 0 else { return .empty }
        return try transaction.execute(BlockStore.blocks(number...number)).first
            .map { try StoredBlock($0).head() }
    }
}

/// What was found in some blocks, and where to go on.
struct VerificationBody: Codable, Sendable {
    let findings: [Finding]
    let blocks: Int64
    let movements: Int64
    let checkpoints: Int64
    let lastBlock: Int64
    let next: Int64?
    let isComplete: Bool

    /// - Parameter last: The last block that was asked for and is there.
    init(_ report: VerificationReport, _ opening: LedgerAudit.Opening, _ last: Int64) {
        self.findings = report.findings
        self.blocks = report.read.blocks
        self.movements = report.read.movements
        self.checkpoints = report.read.checkpoints
        self.lastBlock = opening.lastBlock
        self.next = report.isComplete && last < opening.lastBlock ? last + 1 : nil
        self.isComplete = report.isComplete
    }
}
