import Foundation
import Kernel

@testable import Operator

/// Rules and rows for tests about files of sales.
enum SaleFixtures {
    static let header =
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"

    static func rules(charges: [String] = []) throws -> RetailRules {
        RetailRules(
            about: nil,
            timeZone: "Europe/London",
            currency: try Currency("GBP").orThrow(),
            writeOffReason: "write-off",
            stock: [
                RetailRules.Pattern(pattern: "[0-9]{5}[A-Za-z]*", about: nil),
                RetailRules.Pattern(pattern: "DCGS[0-9A-Za-z]+", about: nil),
            ],
            charges: charges.map { RetailRules.Pattern(pattern: $0, about: nil) }
        )
    }

    static func row(
        _ invoice: String,
        _ code: String,
        _ quantity: Int64,
        day: Int64 = 1,
        description: String = "",
        price: String = "2.55",
        line: Int = 0
    ) throws -> SaleRow {
        let date = try CivilDate(year: 2010, month: 12, day: day).orThrow()
        return SaleRow(
            line: line,
            invoice: invoice,
            code: code,
            description: description,
            quantity: quantity,
            unitPrice: price,
            time: ShopTime(
                timestamp: Timestamp(microseconds: date.daysSinceEpoch * 86_400_000_000),
                day: date
            )
        )
    }

    /// Runs `body` with a file of sales that has these rows.
    static func withFile<Value>(_ rows: String..., body: (String) throws -> Value) throws -> Value {
        let path = FileManager.default.temporaryDirectory.path + "/sales-\(UUID().uuidString).csv"
        let text = ([self.header] + rows).joined(separator: "\r\n")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer {
            // A file of a test that cannot be removed harms nobody.
            try? FileManager.default.removeItem(atPath: path)
        }
        return try body(path)
    }
}

private struct MissingFixture: Error {}

extension Optional {
    /// The value of something that a fixture knows to be there.
    fileprivate func orThrow() throws -> Wrapped {
        guard let self else { throw MissingFixture() }
        return self
    }
}
