import Testing

@testable import Postgres

struct PostgresErrorTests {
    @Test(arguments: [
        ("08006", PostgresError.Code.connection), ("57P01", .connection), ("57P02", .connection),
        ("57P03", .connection), ("53300", .connection), ("25P03", .connection),
        ("23505", .constraint), ("23514", .constraint), ("40001", .conflict), ("40P01", .conflict),
        ("55P03", .timeout), ("57014", .timeout), ("25006", .readOnly), ("42P01", .server),
    ])
    func `an error is grouped by what to do next`(sqlState: String, code: PostgresError.Code) {
        let error = PostgresError(sqlState: sqlState, constraint: nil, message: "")
        #expect(error.code == code)
        #expect(error.sqlState == sqlState)
    }

    @Test func `a description carries no data`() {
        let error = PostgresError(
            sqlState: "23505",
            constraint: "sku_is_unique",
            message: "Key (sku)=(SECRET) already exists."
        )
        #expect(!error.description.contains("SECRET"))
        #expect(!"\(error)".contains("SECRET"))
        #expect(error.description.contains("sku_is_unique"))
        #expect(error.debugDescription.contains("SECRET"))
    }

    @Test func `what may have changed something is not transient`() {
        let lost = PostgresError(.connection, "gone")
        #expect(lost.isTransient)
        #expect(!lost.duringCommit().isTransient)
    }
}
