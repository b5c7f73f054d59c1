import Configuration
import Contracts
import Logging
import Postgres

/// Brings the schema of a service to what this version needs, once the database answers.
///
/// ## Configuration keys
/// - `migration.url` (string, optional, secret): connection URI of the role that owns the schema;
///   otherwise `postgres.url`.
/// - `migration.wait.seconds` (int, default 60, 0...3600): how long to wait for the database.
struct SchemaMigration {
    private static let urlKey: ConfigurationKey = "migration.url"
    private static let waitKey: ConfigurationKey = "migration.wait.seconds"

    /// What processes that do not migrate may find in their environment.
    static let variables: Set<String> = [urlKey.environmentName, waitKey.environmentName]

    private let migrator: Migrator
    private let configuration: PostgresConfiguration
    private let patience: Duration

    /// The pause between two attempts to reach the database.
    private static let pause = Duration.seconds(1)

    init(
        service: ServiceName,
        migrations: [Migration],
        reader: ConfigReader
    ) throws(ConfigurationError) {
        let url: String
        if let owner = reader.optionalText(Self.urlKey, isSecret: true) {
            url = owner
        } else {
            url = try reader.text("postgres.url", isSecret: true)
        }
        self.configuration = PostgresConfiguration(
            url: url,
            applicationName: "\(service.rawValue) migrate",
            schema: service.schema
        )
        self.patience = try reader.seconds(Self.waitKey, default: 60, in: 0...3_600)
        self.migrator = Migrator(schema: service.schema, migrations: migrations)
    }

    /// - Returns: The names of the migrations that were applied.
    func run() async throws -> [String] {
        let deadline = ContinuousClock.now + self.patience
        while true {
            do {
                return try await self.migrator.run(self.configuration)
            } catch let error as PostgresError where error.code == .connection {
                guard ContinuousClock.now < deadline else { throw error }
                Logger.current.warning(
                    "Waiting for the database",
                    metadata: ["error.message": "\(error)"]
                )
                try await Task.sleep(for: Self.pause)
            }
        }
    }
}
