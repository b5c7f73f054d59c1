/// Where a version of a row lies in its table: the system column `ctid`.
///
/// Leads to the row without an index, as long as nobody can have written the row since it was read.
package struct RowAddress: Hashable, Sendable {
    let block: UInt32
    let line: UInt16
}

extension RowAddress: PostgresScalar {
    package static var postgresType: PostgresType { .tid }
    package static var postgresArrayType: PostgresType { .tidArray }

    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> RowAddress? {
        guard bytes.count == 6 else { return nil }
        return RowAddress(
            block: bytes.bigEndian(UInt32.self, at: 0),
            line: bytes.bigEndian(UInt16.self, at: 4)
        )
    }

    package func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: self.block)
        bytes.append(bigEndian: self.line)
    }
}
