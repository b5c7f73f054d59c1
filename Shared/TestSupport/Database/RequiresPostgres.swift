package import Testing

extension Trait where Self == ConditionTrait {
    /// Skips a test where `STOCKBOOK_TEST_POSTGRES` names no server.
    package static var requiresPostgres: Self {
        .enabled(
            if: TestServer.configured != nil,
            "STOCKBOOK_TEST_POSTGRES names no PostgreSQL server"
        )
    }
}
