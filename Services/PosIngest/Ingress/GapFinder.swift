import Contracts
import Kernel
import Logging
import Messaging
import PosIngestDomain
import Postgres
import ServiceLifecycle

/// Looks for numbers that have not come in the time they are given, and reports each gap once.
struct GapFinder: Service, CustomStringConvertible {
    /// Between two looks.
    static let interval = Duration.seconds(15)

    let description = "the gap finder"
    let database: PostgresPool

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.look()
                    try await Task.sleep(for: Self.interval)
                } catch is CancellationError {
                    return
                } catch {
                    Logger.current.warning(
                        "Gaps could not be looked for",
                        metadata: ["error": "\(error)"]
                    )
                    // Ends the loop when cancelled; otherwise the next look tries again.
                    try? await Task.sleep(for: Self.interval)
                }
            }
        }
    }

    /// Looks once; returns how many gaps it reported.
    @discardableResult
    func look() async throws -> Int {
        let sources = try await self.database.withTransaction(.readOnly) { transaction in
            try SourceStore.all(in: transaction)
        }
        var reported = 0
        for source in sources {
            reported += try await self.database.withTransaction { transaction in
                try Self.report(source, in: transaction)
            }
        }
        return reported
    }

    private static func report(
        _ source: Source,
        in transaction: borrowing Transaction
    ) throws -> Int {
        let grace = Duration.seconds(source.gapGraceSeconds)
        let gaps = try SequenceStore.gaps(
            of: source.name,
            arrivedBefore: Timestamp.now.advanced(by: .zero - grace),
            in: transaction
        )
        var reported = 0
        for (terminal, found) in gaps.sorted(by: { $0.key < $1.key }) {
            for gap in found {
                let isNew = try SequenceStore.report(
                    gap,
                    of: terminal.wrappedValue,
                    source: source.name,
                    in: transaction
                )
                guard isNew else { continue }
                reported += 1
                try Outbox.append(
                    GapFound(
                        sourceId: source.id,
                        source: source.name,
                        terminal: terminal.wrappedValue,
                        firstMissing: gap.firstMissing,
                        lastMissing: gap.lastMissing
                    ),
                    subject: source.name,
                    in: transaction
                )
            }
        }
        return reported
    }
}
