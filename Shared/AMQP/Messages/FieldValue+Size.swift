extension FieldValue {
    /// How many bytes the value takes on the wire, its type included.
    var encodedSize: Int {
        switch self {
        case .string(let value): 5 + value.utf8.count
        case .bytes(let value): 5 + value.count
        case .int, .double, .timestamp: 9
        case .bool: 2
        case .null: 1
        case .array(let values): 5 + values.reduce(0) { $0 + $1.encodedSize }
        case .table(let entries): 1 + Self.encodedSize(of: entries)
        }
    }

    /// How many bytes a table takes on the wire, its length included.
    static func encodedSize(of table: [String: FieldValue]) -> Int {
        table.reduce(4) { $0 + 1 + $1.key.utf8.count + $1.value.encodedSize }
    }

    /// The first name of a table, at any depth, that does not fit into a short string.
    static func oversizedName(in table: [String: FieldValue]) -> String? {
        for (name, value) in table {
            if name.utf8.count > MessageLimits.shortString { return name }
            if let nested = value.oversizedName { return nested }
        }
        return nil
    }

    /// Tables and arrays nested in each other; 1 for a plain value.
    var depth: Int {
        switch self {
        case .array(let values): 1 + (values.map(\.depth).max() ?? 0)
        case .table(let entries): 1 + (entries.values.map(\.depth).max() ?? 0)
        case .string, .int, .bool, .double, .timestamp, .bytes, .null: 1
        }
    }

    private var oversizedName: String? {
        switch self {
        case .table(let entries): Self.oversizedName(in: entries)
        case .array(let values): values.lazy.compactMap(\.oversizedName).first
        case .string, .int, .bool, .double, .timestamp, .bytes, .null: nil
        }
    }
}
