import Contracts
import Messaging
import Tabular

/// Reads the rows of an import from its file.
///
/// Errors of the file refuse the import; errors of a row stay with the row.
enum ImportReader {
    static func rows(
        _ bytes: [UInt8],
        format: ImportFormat
    ) throws(Problem) -> [PendingRow] {
        guard bytes.count <= ImportLimits.maximumBytes else {
            throw Problem(
                .payloadTooLarge,
                detail: "An import holds at most \(ImportLimits.maximumBytes) bytes."
            )
        }
        var rows =
            switch format {
            case .csv: try self.csv(bytes)
            case .json: try self.json(bytes)
            }
        guard !rows.isEmpty else {
            throw .validation("/rows", rule: "min-items", "The import has no rows.")
        }
        ImportConsistency.check(&rows)
        return rows
    }

    private static func csv(_ bytes: [UInt8]) throws(Problem) -> [PendingRow] {
        do {
            var reader = CSVReader()
            var records = try reader.read(bytes)
            if let last = try reader.finish() { records.append(last) }
            guard let first = records.first else { return [] }
            let header = try CSVHeader(first)
            try self.check(header)
            try self.checkCount(records.count - 1)
            return records.dropFirst().enumerated().map { index, record in
                self.row(of: record, header: header, number: index + 1)
            }
        } catch let error as CSVError {
            throw Problem(
                .badRequest,
                detail: error.description,
                errors: [FieldError(pointer: "", rule: "csv", message: error.description)]
            )
        } catch let problem as Problem {
            throw problem
        } catch {
            throw .badRequest("The file cannot be read.")
        }
    }

    private static func check(_ header: CSVHeader) throws(Problem) {
        var errors = header.columns
            .filter { !ImportColumn.isKnown($0, in: .csv) }
            .map { column in
                FieldError(
                    pointer: "/\(column)",
                    rule: "unknown-column",
                    message: "An import has no column \(column)."
                )
            }
        if !header.columns.contains(ImportColumn.sku.rawValue) {
            let message = "The header must name the column sku."
            errors.append(FieldError(pointer: "/sku", rule: "required", message: message))
        }
        guard errors.isEmpty else { throw .validation(errors) }
    }

    private static func row(
        of record: CSVRecord,
        header: CSVHeader,
        number: Int
    ) -> PendingRow {
        guard let fields = header.values(of: record) else {
            let message = "has \(record.fields.count) fields, the header \(header.columns.count)"
            let error = FieldError(pointer: "", rule: "field-count", message: message)
            return PendingRow(number: number, values: [:], errors: [error])
        }
        var values: [String: JSONValue] = [:]
        var attributes: [String: JSONValue] = [:]
        for (column, text) in fields where !text.allSatisfy(\.isWhitespace) {
            if column.hasPrefix(ImportColumn.attributePrefix) {
                attributes[String(column.dropFirst(ImportColumn.attributePrefix.count))] =
                    .string(text)
            } else {
                values[column] = .string(text)
            }
        }
        if !attributes.isEmpty {
            values[ImportColumn.attributes.rawValue] = .object(attributes)
        }
        return PendingRow(number: number, values: values)
    }

    private static func json(_ bytes: [UInt8]) throws(Problem) -> [PendingRow] {
        let document: JSONValue
        do {
            document = try MessageCoding.decode(JSONValue.self, from: bytes)
        } catch {
            throw .badRequest("The body is not JSON.")
        }
        guard case .object(let members) = document, case .array(let rows)? = members["rows"] else {
            throw .validation("/rows", rule: "required", "rows must be an array of rows.")
        }
        try self.checkCount(rows.count)
        return rows.enumerated().map { index, row in
            guard case .object(let values) = row else {
                let error = FieldError(pointer: "", rule: "type", message: "must be an object")
                return PendingRow(number: index + 1, values: [:], errors: [error])
            }
            let unknown = values.keys.filter { !ImportColumn.isKnown($0, in: .json) }.sorted()
            let errors = unknown.map { column in
                FieldError(pointer: column, rule: "unknown-column", message: "is not a column")
            }
            return PendingRow(number: index + 1, values: values, errors: errors)
        }
    }

    private static func checkCount(_ count: Int) throws(Problem) {
        guard count <= ImportLimits.maximumRows else {
            throw Problem(
                .payloadTooLarge,
                detail: "An import holds at most \(ImportLimits.maximumRows) rows, not \(count)."
            )
        }
    }
}
