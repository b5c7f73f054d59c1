import ArgumentParser
import Contracts
import Messaging
import Postgres
import ServiceKit
import ServiceLifecycle

/// The composition root of the ledger.
struct LedgerService: StockbookService {
    static let name = ServiceName.ledger
    static let migrations = LedgerMigrations.all
    static var commands: [any ParsableCommand.Type] { [RebuildCommand.self] }

    static func services(_ context: ServiceContext) throws -> [any Service] {
        let committer = GroupCommitter(
            database: context.database,
            limits: try CommitLimits(reader: context.configuration)
        )
        let counts = try CountLimits(reader: context.configuration)
        let share = BackgroundShare()
        let seals = try SealLimits(reader: context.configuration, share: share)
        let audits = try AuditLimits(reader: context.configuration, share: share)
        let proposals = try ProposalLimits(reader: context.configuration)
        let (desk, replica) = try context.readDesk(ReplicaMark.marks)
        return replica + [
            committer,
            JournalPartitions(database: context.database),
            ReservationSweeper(committer: committer, database: context.database),
            BackorderFiller(committer: committer, database: context.database),
            LotExpirer(committer: committer, database: context.database),
            ProposalExpirer(database: context.database, interval: proposals.interval),
            Sealer(database: context.database, limits: seals),
            StockAuditor(database: context.database, limits: audits),
            CostAuditor(database: context.database, limits: audits),
            DocumentAuditor(database: context.database, limits: audits),
            DayAuditor(database: context.database, limits: audits),
            CostKeeper(
                database: context.database,
                limits: try CostLimits(reader: context.configuration, share: share)
            ),
            CountWatcher(
                settler: CountSettler(committer: committer, database: context.database),
                limits: counts
            ),
            DashboardKeeper(
                database: context.database,
                limits: try DashboardLimits(reader: context.configuration, share: share)
            ),
            CountPlanner(database: context.database, interval: counts.planning),
            PeriodSealer(
                database: context.database,
                limits: try PeriodLimits(reader: context.configuration, share: share)
            ),
            try context.consumer(
                of: .events,
                handlers: [
                    VariantChangedHandler(), VariantDeletedHandler(), CategoryChangedHandler(),
                    CategoryDeletedHandler(), UserErasedHandler(),
                ]
            ),
            try context.consumer(
                of: .commands,
                processor: LedgerCommandProcessor(committer: committer),
                // Of up to 50 sales each.
                prefetch: 64,
                batch: 16
            ),
            try context.operationServer(
                handler: LedgerOperations(
                    committer: committer,
                    database: context.database,
                    keyFile: seals.keyFile,
                    proposals: proposals,
                    units: try UnitNumbering(reader: context.configuration),
                    desk: desk
                )
            ),
        ]
    }
}
