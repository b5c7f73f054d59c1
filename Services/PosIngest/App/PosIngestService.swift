import Contracts
import Messaging
import Postgres
import ServiceKit
import ServiceLifecycle

/// pos-ingest: takes what tills publish and accounts for every message.
enum PosIngestService: StockbookService {
    static let name = ServiceName.posIngest

    static let migrations = MessagingSchema.migrations + PosIngestMigrations.all

    static func services(_ context: ServiceContext) throws -> [any Service] {
        [
            GapFinder(database: context.database),
            WaitingSweeper(database: context.database),
            try context.consumer(of: .events, handlers: self.handlers),
            try context.consumer(
                of: .ingress,
                processor: IngressProcessor(database: context.database)
            ),
            try context.operationServer(self.operations + DeadLetterOperations.all),
        ]
    }

    static let handlers: [any MessageHandler] = [
        VariantChangedHandler(), VariantDeletedHandler(), LocationChangedHandler(),
        CommandsPostedHandler(), CommandAppliedHandler(), CommandRefusedHandler(),
        UserErasedHandler(),
    ]

    static let operations: [any Operation] = [
        ListSources(), CreateSource(), GetSource(), UpdateSource(), GetSourceStatement(),
        ListPosMessages(), GetPosMessage(), ReplayPosMessage(), CorrectPosMessage(),
        DiscardPosMessage(), ReplayPosMessages(), ListAliases(), CreateAlias(), DeleteAlias(),
    ]
}
