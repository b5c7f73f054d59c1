import AsyncHTTPClient
import Contracts
import Messaging
import Postgres

extension Storm {
    /// Has the servers close the connections of a target; one of a server, all that it has.
    func cutOff(_ target: StormTarget) async throws {
        switch target {
        case .postgres: try await self.endSessions(of: nil)
        case .rabbitmq: try await self.closeConnections(of: nil)
        case .service(let service):
            try await self.endSessions(of: service.schema)
            // The gateway and everybody else has a user of its own at the broker.
            try await self.closeConnections(of: service.brokerUser)
        }
    }

    /// Ends the sessions of a role in the database of the suite; of every role for `nil`.
    private func endSessions(of role: String?) async throws {
        let configuration = PostgresConfiguration(
            url: self.suite.database.description,
            applicationName: "storm"
        )
        try await self.persist {
            try await PostgresSession.with(configuration) { session in
                try await session.withTransaction { transaction in
                    _ = try transaction.execute(
                        """
                        SELECT pg_terminate_backend(pid)
                        FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()
                            AND (usename = \(role) OR \(role)::text IS NULL)
                        """
                    )
                }
            }
        }
    }

    /// Closes the connections of a user of the broker; of every user for `nil`.
    private func closeConnections(of user: String?) async throws {
        let api = ManagementAPI(self.suite.brokerAPI, client: .shared)
        try await self.persist {
            for connection in try await api.connections()
            where user == nil || connection.user == user {
                try await api.close(connection)
            }
        }
    }

    /// Tries again while a server is on its way back from an earlier blow.
    private func persist(_ body: () async throws -> Void) async throws {
        var pauses = RetryPauses(until: .now + Self.patience)
        while true {
            do {
                return try await body()
            } catch let error where !(error is CancellationError) {
                guard try await pauses.wait() else { throw error }
            }
        }
    }
}
