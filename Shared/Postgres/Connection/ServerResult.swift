import CPostgres

/// One `PGresult`, cleared when it goes out of scope.
@safe struct ServerResult: ~Copyable {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        unsafe self.handle = handle
    }

    deinit {
        unsafe PQclear(self.handle)
    }

    var status: ExecStatusType { unsafe PQresultStatus(self.handle) }

    /// Whether this ends a round trip of a pipeline.
    var isSync: Bool { self.status == PGRES_PIPELINE_SYNC }

    /// Whether the command was skipped because one before it failed.
    var isSkipped: Bool { self.status == PGRES_PIPELINE_ABORTED }

    /// Whether the server now expects or sends the data of a COPY, which nothing here does.
    var isCopy: Bool {
        [PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(self.status)
    }

    /// What the server refused; `nil` after success.
    var error: PostgresError? {
        switch self.status {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_PIPELINE_SYNC: return nil
        default: break
        }
        let message = unsafe String(cString: PQresultErrorMessage(self.handle))
        guard let sqlState = self.field(PG_FIELD_SQLSTATE) else {
            return PostgresError(.connection, "the session was lost", message: message)
        }
        return PostgresError(
            sqlState: sqlState,
            constraint: self.field(PG_FIELD_CONSTRAINT),
            message: message
        )
    }

    /// Whether the server can no longer run a prepared statement, and would run it anew.
    ///
    /// `0A000` has many reasons; the function that raised it tells them apart in any language.
    var isStalePlan: Bool {
        switch self.field(PG_FIELD_SQLSTATE) {
        case "26000": true
        case "0A000": self.field(PG_FIELD_FUNCTION) == "RevalidateCachedQuery"
        default: false
        }
    }

    /// Names and types of the columns.
    func columns() -> ResultColumns {
        let count = unsafe PQnfields(self.handle)
        guard count > 0 else { return .none }
        return ResultColumns(
            names: (0..<count).map { unsafe String(cString: PQfname(self.handle, $0)) },
            types: (0..<count).map { PostgresType(oid: unsafe PQftype(self.handle, $0)) }
        )
    }

    /// Copies the rows out of the memory of libpq.
    func rows(_ columns: ResultColumns) -> Rows {
        let count = unsafe PQntuples(self.handle)
        let width = CInt(columns.types.count)
        var cells: [Rows.Cell] = []
        cells.reserveCapacity(Int(count) * Int(width))
        var offset = 0
        for row in 0..<count {
            for column in 0..<width {
                let isNull = unsafe PQgetisnull(self.handle, row, column) != 0
                let length = unsafe isNull ? -1 : Int(PQgetlength(self.handle, row, column))
                cells.append(Rows.Cell(offset: offset, length: length))
                offset += max(length, 0)
            }
        }
        return Rows(
            Rows.Storage(
                columns: columns,
                count: Int(count),
                bytes: self.bytes(of: cells, width: Int(width), total: offset),
                cells: cells,
                affectedCount: unsafe Int(String(cString: PQcmdTuples(self.handle))) ?? 0,
                tag: unsafe String(cString: PQcmdStatus(self.handle))
            )
        )
    }

    private func bytes(of cells: [Rows.Cell], width: Int, total: Int) -> [UInt8] {
        guard total > 0 else { return [] }
        return unsafe [UInt8](unsafeUninitializedCapacity: total) { buffer, initialized in
            for (index, cell) in cells.enumerated() where cell.length > 0 {
                let (row, column) = index.quotientAndRemainder(dividingBy: width)
                if let value = unsafe PQgetvalue(self.handle, CInt(row), CInt(column)) {
                    unsafe buffer.baseAddress.map { base in
                        unsafe UnsafeMutableRawPointer(base + cell.offset)
                            .copyMemory(from: value, byteCount: cell.length)
                    }
                }
            }
            initialized = total
        }
    }

    func field(_ code: CInt) -> String? {
        guard let text = unsafe PQresultErrorField(self.handle, code) else { return nil }
        return unsafe String(cString: text)
    }
}
