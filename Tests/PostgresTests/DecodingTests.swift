import Kernel
import Postgres
import TestSupport
import Testing

/// What the server computes, and what a row refuses.
@Suite(.requiresPostgres) struct DecodingTests {
    private func row(_ statement: SQL) async throws -> Row {
        try await withTestDatabase { database in
            try await database.pool.withTransaction { try $0.execute(statement)[0] }
        }
    }

    @Test func `the server agrees about what a value means`() async throws {
        let time = Timestamp(microseconds: 1_700_000_000_123_456)
        let day = try #require(CivilDate("2024-02-29"))
        let row = try await self.row(
            """
            SELECT \(time) = '2023-11-14 22:13:20.123456+00' AS time,
                \(day) = DATE '2024-02-29' AS day,
                \([1, 2] as [Int]) = ARRAY[1, 2]::bigint[] AS numbers,
                \("x" as String?) = 'x' AS text
            """
        )
        for column in ["time", "day", "numbers", "text"] { #expect(try row.decode(column)) }
    }

    @Test func `a whole sum is an integer`() async throws {
        let row = try await self.row(
            """
            SELECT sum(n) AS sum, -99990000::numeric AS negative, 0::numeric AS zero,
                9223372036854775807::numeric AS largest, count(*) AS count
            FROM unnest(\([10_000, 20_000] as [Int])) AS n
            """
        )
        #expect(try row.decode("sum", as: Quantity.self) == 3)
        #expect(try row.decode("negative", as: Int.self) == -99_990_000)
        #expect(try row.decode("zero", as: Int64.self) == 0)
        #expect(try row.decode("largest", as: Int64.self) == .max)
        #expect(try row.decode("count", as: Int.self) == 2)
    }

    @Test(arguments: ["1.5::numeric", "9223372036854775808::numeric", "'NaN'::numeric"])
    func `a number that is no integer is refused`(expression: String) async throws {
        let row = try await self.row(SQL(verbatim: "SELECT \(expression) AS number"))
        let error = #expect(throws: PostgresError.self) { try row.decode("number", as: Int.self) }
        #expect(error?.code == .decoding)
    }

    @Test func `an error names the column`() async throws {
        let row = try await self.row("SELECT 'a'::text AS sku, NULL::bigint AS quantity")
        for message in [
            #expect(throws: PostgresError.self) { try row.decode("sku", as: Int.self) },
            #expect(throws: PostgresError.self) { try row.decode(0, as: Bool.self) },
        ] {
            #expect(message?.description.contains("column sku") == true)
        }
        let null = #expect(throws: PostgresError.self) { try row.decode("quantity", as: Int.self) }
        #expect(null?.description.contains("column quantity is NULL") == true)
        let missing = #expect(throws: PostgresError.self) { try row.decode("lot", as: Int.self) }
        #expect(missing?.description.contains("no column lot") == true)
        #expect(try row.decode("quantity", as: Int?.self) == nil)
    }

    @Test func `infinite times are refused`() async throws {
        let row = try await self.row("SELECT 'infinity'::timestamptz AS time")
        #expect(throws: PostgresError.self) { try row.decode("time", as: Timestamp.self) }
    }

    @Test func `labels of an enumeration are text`() async throws {
        let label = try await withTestDatabase { database in
            try await database.pool.withTransaction { transaction in
                try transaction.execute("CREATE TYPE mood AS ENUM ('calm')")
                return try transaction.execute("SELECT 'calm'::mood AS mood")[0]
                    .decode("mood", as: String.self)
            }
        }
        #expect(label == "calm")
    }

    @Test func `a change says how many rows it concerned`() async throws {
        let counts = try await withTestDatabase { database in
            try await database.pool.withTransaction { transaction in
                try transaction.pipeline([
                    "CREATE TABLE thing (id bigint)",
                    "INSERT INTO thing SELECT unnest(\([1, 2, 3] as [Int]))",
                    "UPDATE thing SET id = id WHERE id > 1",
                    "SELECT id FROM thing",
                ]).map(\.affectedCount)
            }
        }
        #expect(counts == [0, 3, 2, 3])
    }
}
