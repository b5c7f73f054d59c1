/// One row of a result, its columns in the order of the statement.
@usableFromInline
package struct Row: Sendable {
    @usableFromInline let storage: Rows.Storage
    @usableFromInline let index: Int

    /// Reads the column called `column`; `Optional` where it can be NULL.
    ///
    /// - Throws: ``PostgresError`` with code `decoding` that names the column.
    @inlinable
    package func decode<Value: PostgresValue>(
        _ column: String,
        as type: Value.Type = Value.self
    ) throws -> Value {
        try self.decode(self.storage.position(of: column), as: type)
    }

    /// Reads the column at `position`, counted from zero.
    ///
    /// Compiled into who uses it: to find out of what type a value is takes longer than to read it.
    ///
    /// - Throws: ``PostgresError`` with code `decoding` that names the column.
    @inlinable
    package func decode<Value: PostgresValue>(
        _ position: Int,
        as type: Value.Type = Value.self
    ) throws -> Value {
        let columnType = try self.storage.type(at: position)
        let cell = self.storage.cell(self.index, position)
        if cell.length < 0 {
            if let null = Value.null { return null }
        } else if Value.accepts(columnType) {
            let block = self.storage.bytes
            let bytes = block.span.extracting(cell.offset..<cell.offset + cell.length)
            if let value = Value.decode(bytes, of: columnType) { return value }
        }
        return try self.storage.refuse(isNull: cell.length < 0, at: position)
    }
}

extension Rows.Storage {
    @usableFromInline
    func position(of column: String) throws -> Int {
        guard let position = self.columns.names.firstIndex(of: column) else {
            throw PostgresError(.decoding, "the result has no column \(column)")
        }
        return position
    }

    @usableFromInline
    func type(at position: Int) throws -> PostgresType {
        guard self.columns.types.indices.contains(position) else {
            throw PostgresError(.decoding, "the result has no column \(position)")
        }
        return self.columns.types[position]
    }

    @usableFromInline
    func cell(_ row: Int, _ position: Int) -> Rows.Cell {
        self.cells[row * self.columns.types.count + position]
    }

    /// Throws why a value cannot be read.
    @usableFromInline
    func refuse<Value: PostgresValue>(isNull: Bool, at position: Int) throws -> Value {
        let columnType = self.columns.types[position]
        let problem =
            if isNull {
                "is NULL and not a"
            } else if Value.accepts(columnType) {
                "holds no valid"
            } else {
                "(type \(columnType.oid)) is not a"
            }
        let name = self.columns.names[position]
        throw PostgresError(.decoding, "column \(name) \(problem) \(Value.self)")
    }
}
