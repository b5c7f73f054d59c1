import Contracts
import Messaging
import Postgres
import ServiceKit
import ServiceLifecycle

/// What there is: the composition root of the catalog.
struct CatalogService: StockbookService {
    static let name = ServiceName.catalog
    static let migrations = CatalogMigrations.all

    static func services(_ context: ServiceContext) throws -> [any Service] {
        [
            try context.consumer(
                of: .events,
                handlers: [VariantUsedHandler(), UserErasedHandler()]
            ),
            ImportRunner(database: context.database),
            try context.operationServer(CatalogOperations.all + DeadLetterOperations.all),
        ]
    }
}
