import CatalogDomain
import Contracts
import Kernel

/// Reads the columns of one row and notes what is wrong with them, under the name of the column.
struct ImportRowReader {
    let row: PendingRow
    var errors = FieldErrors()

    init(_ row: PendingRow) {
        self.row = row
    }

    /// The value of a column; `nil` where it is empty, or after noting what is wrong.
    mutating func value<Value>(
        _ column: ImportColumn,
        _ make: (String) throws(BrokenRule) -> Value
    ) -> Value? {
        switch self.row.values[column.rawValue] {
        case .array, .object:
            self.errors.add(BrokenRule("type", "must be text"), at: "/\(column.rawValue)")
            return nil
        case .null, .bool, .integer, .number, .string, nil: break
        }
        guard let text = self.row.text(column.rawValue) else { return nil }
        return self.errors.value(at: "/\(column.rawValue)") { () throws(BrokenRule) in
            try make(text)
        }
    }

    mutating func require(_ column: ImportColumn) {
        self.errors.add(BrokenRule("required", "is required"), at: "/\(column.rawValue)")
    }

    mutating func quantity(_ column: ImportColumn) -> Quantity? {
        self.value(column) { (text) throws(BrokenRule) in
            guard let quantity = Quantity(text) else {
                throw BrokenRule("decimal", "must be a decimal with at most four decimals")
            }
            return quantity
        }
    }

    mutating func integer(_ column: ImportColumn) -> Int? {
        self.value(column) { (text) throws(BrokenRule) in
            guard let number = Int(text) else {
                throw BrokenRule("integer", "must be a whole number")
            }
            return number
        }
    }

    mutating func flag(_ column: ImportColumn) -> Bool? {
        self.value(column) { (text) throws(BrokenRule) in
            switch text.lowercased() {
            case "true", "yes", "1": return true
            case "false", "no", "0": return false
            default: throw BrokenRule("boolean", "must be true or false")
            }
        }
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ column: ImportColumn,
        of choices: Choice.Type = Choice.self
    ) -> Choice? where Choice.RawValue == String {
        self.value(column) { (text) throws(BrokenRule) in
            guard let choice = Choice(rawValue: text) else {
                let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
                throw BrokenRule("enum", "must be one of \(names)")
            }
            return choice
        }
    }

    mutating func barcode() -> Barcode? {
        let pack = self.quantity(.packQuantity)
        let barcode = self.value(.barcode) { (text) throws(BrokenRule) in
            try Barcode(text, packQuantity: pack ?? 1)
        }
        if pack != nil, self.row.text(ImportColumn.barcode.rawValue) == nil {
            let message = "a pack quantity belongs to a barcode"
            self.errors.add(BrokenRule("needs-barcode", message), at: "/packQuantity")
        }
        return barcode
    }

    mutating func attributes() -> [String: JSONValue] {
        switch self.row.values[ImportColumn.attributes.rawValue] {
        case .object(let values): return values
        case .null, nil: return [:]
        default:
            self.errors.add(BrokenRule("type", "must be an object"), at: "/attributes")
            return [:]
        }
    }
}
