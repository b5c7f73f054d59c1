import Tabular

/// Turns records of a file into rows, column by column.
struct SaleRowParser {
    /// Leaves room for the suffix of a part within the 64 characters of a document.
    static let maximumInvoiceLength = 60
    static let maximumCodeLength = 64
    static let maximumQuantity: Int64 = 1_000_000_000_000

    private let positions: [SaleColumn: Int]
    private let width: Int
    private let clock: ShopClock

    /// - Throws: ``FileMistake`` naming the first column that is missing.
    init(header record: CSVRecord, clock: ShopClock) throws {
        let columns = try CSVHeader(record).columns
        var positions: [SaleColumn: Int] = [:]
        for column in SaleColumn.allCases {
            guard let position = columns.firstIndex(of: column.rawValue) else {
                throw FileMistake(
                    line: record.line,
                    field: column.rawValue,
                    rule: "is a column of the file",
                    value: columns.joined(separator: ",")
                )
            }
            positions[column] = position
        }
        self.positions = positions
        self.width = columns.count
        self.clock = clock
    }

    /// Every field that breaks its rule is added to `mistakes`; the row is `nil` then.
    func row(_ record: CSVRecord, _ mistakes: inout [FileMistake]) -> SaleRow? {
        guard record.fields.count == self.width else {
            mistakes.append(
                FileMistake(
                    line: record.line,
                    field: "",
                    rule: "a row has \(self.width) fields",
                    value: "\(record.fields.count) fields"
                )
            )
            return nil
        }
        func read<Value>(
            _ column: SaleColumn,
            _ rule: String,
            _ parse: (String) -> Value?
        ) -> Value? {
            let text = self.positions[column].map { record.fields[$0] } ?? ""
            if let value = parse(text) { return value }
            mistakes.append(
                FileMistake(line: record.line, field: column.rawValue, rule: rule, value: text)
            )
            return nil
        }
        let invoice = read(.invoice, "1 to 60 printable characters") {
            Self.word($0, maximumLength: Self.maximumInvoiceLength)
        }
        let code = read(.code, "1 to 64 printable characters") {
            Self.word($0, maximumLength: Self.maximumCodeLength)
        }
        let quantity = read(.quantity, "a whole number up to 10^12") { Self.quantity($0) }
        let time = read(.time, "dd/mm/yyyy hh:mm") { self.clock.read($0) }
        let price = read(.unitPrice, "a decimal, up to 12 digits and 6 decimals") {
            Self.price($0)
        }
        let description = read(.description, "text") { $0 } ?? ""
        guard let invoice, let code, let quantity, let time, let price else { return nil }
        return SaleRow(
            line: record.line,
            invoice: invoice,
            code: code,
            description: description,
            quantity: quantity,
            unitPrice: price,
            time: time
        )
    }
}
