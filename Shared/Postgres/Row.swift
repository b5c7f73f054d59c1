/// One row of a result, its columns in the order of the statement.
package struct Row: Sendable {
    let storage: Rows.Storage
    let index: Int

    /// Reads the column called `column`; `Optional` where it can be NULL.
    ///
    /// - Throws: ``PostgresError`` with code `decoding` that names the column.
    package func decode<Value: PostgresValue>(
        _ column: String,
        as type: Value.Type = Value.self
    ) throws -> Value {
        guard let position = self.storage.columns.names.firstIndex(of: column) else {
            throw PostgresError(.decoding, "the result has no column \(column)")
        }
        return try self.decode(position, as: type)
    }

    /// Reads the column at `position`, counted from zero.
    ///
    /// - Throws: ``PostgresError`` with code `decoding` that names the column.
    package func decode<Value: PostgresValue>(
        _ position: Int,
        as type: Value.Type = Value.self
    ) throws -> Value {
        let columns = self.storage.columns
        guard columns.types.indices.contains(position) else {
            throw PostgresError(.decoding, "the result has no column \(position)")
        }
        let cell = self.storage.cells[self.index * columns.types.count + position]
        let columnType = columns.types[position]
        guard cell.length >= 0 else {
            if let null = Value.null { return null }
            throw self.failure(at: position, "is NULL and not a", type)
        }
        guard Value.accepts(columnType) else {
            throw self.failure(at: position, "(type \(columnType.oid)) is not a", type)
        }
        let block = self.storage.bytes
        let bytes = block.span.extracting(cell.offset..<cell.offset + cell.length)
        guard let value = Value.decode(bytes, of: columnType) else {
            throw self.failure(at: position, "holds no valid", type)
        }
        return value
    }

    private func failure<Value>(
        at position: Int,
        _ problem: String,
        _ type: Value.Type
    ) -> PostgresError {
        let name = self.storage.columns.names[position]
        return PostgresError(.decoding, "column \(name) \(problem) \(type)")
    }
}
