import FoundationEssentials
import Kernel
import Postgres
import TestSupport
import Testing

/// Every type that is bound comes back as it was.
@Suite(.requiresPostgres) struct ValueTests {
    private func roundTrip<Value: PostgresValue & Equatable>(_ values: [Value]) async throws {
        let returned = try await withTestDatabase { database in
            try await database.pool.withTransaction { transaction in
                try transaction.pipeline(values.map { "SELECT \($0)" })
                    .map { try $0[0].decode(0, as: Value.self) }
            }
        }
        #expect(returned == values)
    }

    private static func random<Value>(
        _ count: Int = 100,
        _ make: (inout SeededGenerator) -> Value
    ) -> [Value] {
        var random = SeededGenerator(seed: 7)
        return (0..<count).map { _ in make(&random) }
    }

    @Test func `integers`() async throws {
        try await self.roundTrip([.min, -1, 0, 1, .max] as [Int16])
        try await self.roundTrip([.min, -1, 0, 1, .max] as [Int32])
        try await self.roundTrip([.min, -1, 0, 1, .max] as [Int])
        try await self.roundTrip(Self.random { Int64.random(in: .min ... .max, using: &$0) })
    }

    @Test func `truth and fractions`() async throws {
        try await self.roundTrip([true, false])
        try await self.roundTrip([0, -0.5, .infinity, .leastNonzeroMagnitude, 1e308])
        try await self.roundTrip(Self.random { Double.random(in: -1e9...1e9, using: &$0) })
    }

    @Test func `text of any script`() async throws {
        try await self.roundTrip(["", "a", "'\"\\$1;--", "é\u{0301}", "日本", "🧮\n\t"])
    }

    @Test func `bytes`() async throws {
        try await self.roundTrip([[], [0], Array(0...255)] as [[UInt8]])
        try await self.roundTrip(
            Self.random(20) { random in
                (0..<50).map { _ in UInt8.random(in: 0...255, using: &random) }
            }
        )
    }

    @Test func `identifiers`() async throws {
        try await self.roundTrip([UUID(), UUID()])
        try await self.roundTrip([ID<Self>.make(), ID<Self>.make()])
    }

    @Test func `addresses of rows`() async throws {
        let texts = ["(0,1)", "(258,772)", "(4294967294,65535)"]
        let returned = try await withTestDatabase { database in
            try await database.pool.withTransaction { transaction in
                let addresses = try transaction.execute("SELECT unnest(\(texts))::tid AS address")
                    .map { try $0.decode("address", as: RowAddress.self) }
                return try transaction.execute("SELECT unnest(\(addresses))::text AS text")
                    .map { try $0.decode("text", as: String.self) }
            }
        }
        #expect(returned == texts)
    }

    @Test func `quantities, times and days`() async throws {
        try await self.roundTrip([.zero, -7, Quantity(tenThousandths: .max)])
        try await self.roundTrip(
            Self.random {
                Timestamp(microseconds: Int64.random(in: -1 << 53...1 << 53, using: &$0))
            }
        )
        let days = Self.random {
            CivilDate(daysSinceEpoch: Int64.random(in: -700_000...2_900_000, using: &$0))
        }
        try await self.roundTrip(days)
    }

    @Test func `what may be missing`() async throws {
        try await self.roundTrip([nil, 1] as [Int?])
        try await self.roundTrip([nil, ""] as [String?])
        try await self.roundTrip([nil, [], [1]] as [[UInt8]?])
    }

    @Test func `arrays, with and without gaps`() async throws {
        try await self.roundTrip([[], [1], [1, .max]] as [[Int64]])
        try await self.roundTrip([[nil], ["a", nil, ""]] as [[String?]])
        try await self.roundTrip([[UUID(), UUID()]])
        try await self.roundTrip([[[1, 2], [], [3]]] as [[[UInt8]]])
        try await self.roundTrip([[true, nil]] as [[Bool?]])
        try await self.roundTrip([[Timestamp.now, nil]])
        try await self.roundTrip([[Quantity(tenThousandths: 5), nil]])
        try await self.roundTrip([[ID<Self>.make()]])
        try await self.roundTrip([[0.5, nil]] as [[Double?]])
        try await self.roundTrip([Self.random(10_000) { Int64.random(in: 0...9, using: &$0) }])
    }

    @Test func `documents`() async throws {
        let document = try JSONB(encoding: ["b": [1, 2], "a": []])
        let returned: JSONB = try await withTestDatabase { database in
            try await database.pool.withTransaction {
                try $0.execute("SELECT \(document)")[0].decode(0)
            }
        }
        #expect(try returned.decode([String: [Int]].self) == ["a": [], "b": [1, 2]])
        #expect(String(decoding: document.bytes, as: UTF8.self) == #"{"a":[],"b":[1,2]}"#)
    }

    @Test func `names of cases`() async throws {
        try await self.roundTrip([Colour.red, .green])
        try await self.roundTrip([[Colour.red, nil], [.green]])
    }

    private enum Colour: String, PostgresScalar {
        case red
        case green
    }
}
