/// What a statement returned, copied out of the session that it came from.
@usableFromInline
package struct Rows: Sendable {
    let storage: Storage

    /// How many rows the statement returned or changed.
    package var affectedCount: Int { self.storage.affectedCount }

    /// The command tag, such as `INSERT 0 1`.
    var tag: String { self.storage.tag }

    init(_ storage: Storage) {
        self.storage = storage
    }

    /// The cells of all rows, in one block.
    @usableFromInline
    final class Storage: Sendable {
        let columns: ResultColumns
        let count: Int
        @usableFromInline let bytes: [UInt8]
        /// Row by row, one per column.
        let cells: [Cell]
        let affectedCount: Int
        let tag: String

        init(
            columns: ResultColumns,
            count: Int,
            bytes: [UInt8],
            cells: [Cell],
            affectedCount: Int,
            tag: String
        ) {
            self.columns = columns
            self.count = count
            self.bytes = bytes
            self.cells = cells
            self.affectedCount = affectedCount
            self.tag = tag
        }
    }

    /// Where one value lies in the block.
    @usableFromInline
    struct Cell: Sendable {
        @usableFromInline let offset: Int
        /// Negative for NULL.
        @usableFromInline let length: Int
    }
}

extension Rows: RandomAccessCollection {
    @usableFromInline package var startIndex: Int { 0 }

    @usableFromInline package var endIndex: Int { self.storage.count }

    @usableFromInline
    package subscript(position: Int) -> Row {
        precondition(self.indices.contains(position), "there is no such row")
        return Row(storage: self.storage, index: position)
    }
}

/// The names and types of the columns of a result; shared by all results of one statement.
final class ResultColumns: Sendable {
    let names: [String]
    let types: [PostgresType]

    init(names: [String], types: [PostgresType]) {
        self.names = names
        self.types = types
    }

    static let none = ResultColumns(names: [], types: [])
}
