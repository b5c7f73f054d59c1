import AsyncHTTPClient
import Contracts
import Postgres

/// Asks everyone, and reports what nobody answered as a state too.
struct StatusSurvey: Sendable {
    let suite: Suite
    let client: HTTPClient

    func take() async throws -> SuiteStatus {
        let database = await self.surveyDatabase()
        let broker = await self.surveyBroker()
        let readiness = try await ReadinessProbe(suite: self.suite, client: self.client).askAll()
        let services = Suite.services.map { service in
            self.status(of: service, readiness[service], database.backlogs[service])
        }
        let servers = [
            self.server("postgres", database.version, database.problem),
            self.server("rabbitmq", broker.version, broker.problem),
        ]
        let processes = servers + [self.supervisor()] + services
        return SuiteStatus(
            isReady: processes.allSatisfy(\.isReady),
            gateway: try? self.suite.gatewayURL(),
            processes: processes,
            queues: broker.queues.sorted { ($0.virtualHost, $0.name) < ($1.virtualHost, $1.name) },
            queuesNote: broker.problem
        )
    }

    private func surveyDatabase() async -> DatabaseSurvey {
        let configuration = PostgresConfiguration(
            url: self.suite.database.description,
            maximumConnections: 1,
            applicationName: "stockbookctl"
        )
        let pool = PostgresPool(configuration)
        do {
            return try await pool.whileRunning {
                try await pool.withTransaction(.readOnly) { transaction in
                    try DatabaseSurvey.read(in: transaction)
                }
            }
        } catch {
            return DatabaseSurvey(problem: "\(error)")
        }
    }

    private func surveyBroker() async -> (version: String?, queues: [QueueDepth], problem: String?)
    {
        let api = ManagementAPI(self.suite.brokerAPI, client: self.client)
        do {
            return (try await api.version(), try await api.queues(), nil)
        } catch let failure as OperatorFailure {
            return (nil, [], failure.reason)
        } catch {
            return (nil, [], "\(error)")
        }
    }

    private func status(
        of service: ServiceName,
        _ readiness: Readiness?,
        _ backlog: MessageBacklog?
    ) -> SuiteStatus.Process {
        let folder = self.suite.folder
        let notes = ProcessNotes.read(from: folder.processNotes(service.rawValue))
        return SuiteStatus.Process(
            name: service.rawValue,
            pid: ProcessIdentity(recordedAt: folder.processRecord(service.rawValue))?.pid,
            version: readiness?.version,
            isReady: readiness?.isReady ?? false,
            note: readiness?.reason ?? "",
            restarts: notes?.restarts,
            outboxRows: backlog?.outboxRows,
            oldestOutboxSeconds: backlog?.oldestOutboxSeconds,
            openDeadLetters: backlog?.openDeadLetters
        )
    }

    private func server(
        _ name: String,
        _ version: String?,
        _ problem: String?
    ) -> SuiteStatus.Process {
        let identity = ProcessIdentity(recordedAt: self.suite.folder.processRecord(name))
        let place = identity == nil && problem == nil ? "runs elsewhere" : ""
        return .plain(name, identity?.pid, version, problem == nil, problem ?? place)
    }

    private func supervisor() -> SuiteStatus.Process {
        let folder = self.suite.folder
        let identity = ProcessIdentity(recordedAt: folder.processRecord("supervisor"))
        let note = identity == nil ? "not running: ./stockbook up" : ""
        return .plain("supervisor", identity?.pid, nil, identity != nil, note)
    }
}

extension SuiteStatus.Process {
    /// A process without messages of its own.
    fileprivate static func plain(
        _ name: String,
        _ pid: Int32?,
        _ version: String?,
        _ isReady: Bool,
        _ note: String
    ) -> Self {
        Self(
            name: name,
            pid: pid,
            version: version,
            isReady: isReady,
            note: note,
            restarts: nil,
            outboxRows: nil,
            oldestOutboxSeconds: nil,
            openDeadLetters: nil
        )
    }
}
