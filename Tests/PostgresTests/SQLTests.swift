import Testing

@testable import Postgres

struct SQLTests {
    @Test func `a value becomes a parameter`() {
        let name = "'; DROP TABLE balance; --"
        let statement: SQL = "SELECT 1 FROM thing WHERE name = \(name) AND id = \(7)"
        #expect(statement.text == "SELECT 1 FROM thing WHERE name = $1 AND id = $2")
        #expect(statement.parameters.map(\.type) == [.text, .int8])
        #expect(statement.payload == Array(name.utf8) + [0, 0, 0, 0, 0, 0, 0, 7])
    }

    @Test func `NULL has a type and no bytes`() {
        let statement: SQL = "SELECT \(nil as Int32?), \("")"
        #expect(statement.parameters.map(\.type) == [.int4, .text])
        #expect(statement.parameters.map(\.length) == [-1, 0])
    }

    @Test func `an embedded statement brings its parameters along`() {
        let condition: SQL = "sku = \("A") AND quantity > \(3)"
        let statement: SQL = "SELECT \(true) WHERE \(fragment: condition) LIMIT \(10)"
        #expect(statement.text == "SELECT $1 WHERE sku = $2 AND quantity > $3 LIMIT $4")
        #expect(statement.parameters.map(\.type) == [.bool, .text, .int8, .int8])
    }

    @Test func `statements join`() {
        let conditions: [SQL] = ["ä = \(1)", "b IS NULL", "c = \(2)"]
        let statement = "WHERE " + conditions.joined(separator: " AND ")
        #expect(statement.text == "WHERE ä = $1 AND b IS NULL AND c = $2")
        #expect(([] as [SQL]).joined(separator: ", ").text == "")
    }

    @Test func `renumbering survives more than nine parameters`() {
        let values: [SQL] = (1...12).map { "\($0)" }
        let list = values.joined(separator: ",")
        let statement: SQL = "SELECT \(0), \(fragment: list)"
        #expect(statement.text == "SELECT $1, $2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13")
    }

    @Test func `an identifier is quoted`() {
        let statement: SQL = "SELECT * FROM \(identifier: "a\"b")"
        #expect(statement.text == "SELECT * FROM \"a\"\"b\"")
    }
}
