import Contracts
import Kernel
import Messaging
import PosIngestDomain
import Postgres

/// Accounts for every message and line of a source.
struct GetSourceStatement: Operation {
    static let id = "getSourceStatement"

    struct Parked: Encodable {
        let reason: String
        let messages: Int64
    }

    struct Terminal: Encodable {
        let terminal: String
        let firstSequence: Int64
        let lastSequence: Int64
        let missing: Int64
        let gaps: [SequenceGap]
    }

    struct Statement: Encodable {
        let source: String
        let from: Timestamp?
        let to: Timestamp?
        let asOf: Timestamp
        let isBalanced: Bool
        let messages: StatementCounts
        let lines: StatementCounts
        let nonStockLines: Int64
        let parkedByReason: [Parked]
        let terminals: [Terminal]
    }

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id: ID<PosSource> = try request.pathID("sourceId")
        guard let source = try SourceStore.find(id, in: transaction)?.source else {
            throw Problem.notFound("There is no such source.")
        }
        let from = try request.query.timestamp("from")
        let to = try request.query.timestamp("to")
        let name = source.name
        // Planned once, on the first day, it would compare each delivery with each message for ever
        // after; and it may be asked for a minute or for all there is.
        transaction.planForValues()
        let counts = try StatementStore.counts(of: name, from: from, to: to, in: transaction)
        let parked = try StatementStore.parkedByReason(
            of: name,
            from: from,
            to: to,
            in: transaction
        )
        let terminals = try SequenceStore.terminals(of: name, in: transaction)
        return try .json(
            Statement(
                source: name,
                from: from,
                to: to,
                asOf: .now,
                isBalanced: counts.messages.isBalanced && counts.lines.isBalanced,
                messages: counts.messages,
                lines: counts.lines,
                nonStockLines: counts.nonStockLines,
                parkedByReason: parked.map { Parked(reason: $0.reason, messages: $0.messages) },
                terminals: terminals.map { terminal in
                    Terminal(
                        terminal: terminal.name,
                        firstSequence: terminal.firstSequence,
                        lastSequence: terminal.lastSequence,
                        missing: terminal.missing,
                        gaps: terminal.gaps
                    )
                }
            )
        )
    }
}
