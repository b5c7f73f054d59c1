import Testing

@testable import Operator

@Suite struct CodeListTests {
    private static func codes(_ rows: [SaleRow], charges: [String] = []) throws -> CodeList {
        CodeList(rows, rule: try StockRule(SaleFixtures.rules(charges: charges)))
    }

    @Test func `a variant has the name that most of its rows give it`() throws {
        let codes = try Self.codes([
            SaleFixtures.row("1", "22745", 1, description: "  POPPY'S   PLAYHOUSE "),
            SaleFixtures.row("1", "22745", 1, description: "?"),
            SaleFixtures.row("2", "22745", 1, description: "POPPY'S PLAYHOUSE"),
            SaleFixtures.row("2", "22745", 1),
            SaleFixtures.row("2", "22745", 1),
            SaleFixtures.row("2", "22745", 1),
        ])
        #expect(codes.stock.map(\.name) == ["POPPY'S PLAYHOUSE"])
    }

    @Test func `a variant without any name is called by its code`() throws {
        let codes = try Self.codes([SaleFixtures.row("1", "22745", 1)])
        #expect(codes.stock.map(\.name) == ["Stock code 22745"])
    }

    @Test func `codes that differ in case are different variants`() throws {
        let codes = try Self.codes([
            SaleFixtures.row("1", "85123a", 1), SaleFixtures.row("1", "85123A", 1),
            SaleFixtures.row("1", "m", 1), SaleFixtures.row("1", "M", 1),
        ])
        #expect(codes.stock.map(\.sku) == ["85123A", "85123a"])
        #expect(codes.charges == ["M", "m"])
        #expect(throws: Never.self) { try codes.requireUsableCharges() }
    }

    @Test func `a charge that would hide goods is refused`() throws {
        let codes = try Self.codes([
            SaleFixtures.row("1", "8*", 1), SaleFixtures.row("1", "85123A", 1),
        ])
        let error = #expect(throws: OperatorFailure.self) { try codes.requireUsableCharges() }
        #expect(error?.reason.contains("8*") == true)
    }
}
