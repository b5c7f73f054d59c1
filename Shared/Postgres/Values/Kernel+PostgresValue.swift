package import FoundationEssentials
package import Kernel

extension UUID: PostgresScalar {
    package static var postgresType: PostgresType { .uuid }
    package static var postgresArrayType: PostgresType { .uuidArray }

    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> UUID? {
        guard bytes.count == 16 else { return nil }
        return UUID(
            uuid: (
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
                bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14],
                bytes[15]
            )
        )
    }

    package func encode(into bytes: inout [UInt8]) {
        unsafe withUnsafeBytes(of: self.uuid) { unsafe bytes.append(contentsOf: $0) }
    }
}

extension ID: PostgresValue, PostgresElement, PostgresScalar, PostgresNumber
where Subject: ~Copyable {
    package static var postgresType: PostgresType { .uuid }
    package static var postgresArrayType: PostgresType { .uuidArray }

    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> ID? {
        guard bytes.count == 16 else { return nil }
        return ID(
            head: bytes.bigEndian(UInt64.self, at: 0),
            tail: bytes.bigEndian(UInt64.self, at: 8)
        )
    }

    package var bits: UInt128 { UInt128(self.head) << 64 | UInt128(self.tail) }

    /// Encodes them as the pairs of numbers that they are: of a subject that it does not know, the
    /// compiler makes much of every access.
    package static func encode(array: [ID], into bytes: inout [UInt8]) {
        let width = 2 * MemoryLayout<UInt64>.size
        precondition(MemoryLayout<ID>.stride == width, "an identifier is two numbers")
        unsafe array.withUnsafeBytes { halves in
            ArrayCoding.encode(halves.count / width, as: .uuid, into: &bytes) { index in
                let half = {
                    unsafe halves.load(fromByteOffset: index * width + $0, as: UInt64.self)
                }
                return UInt128(half(0)) << 64 | UInt128(half(width / 2))
            }
        }
    }
}

/// Stored as `bigint` ten-thousandths.
extension Quantity: PostgresNumber {
    package static var postgresType: PostgresType { .int8 }
    package static var postgresArrayType: PostgresType { .int8Array }

    package static func accepts(_ type: PostgresType) -> Bool { Int64.accepts(type) }

    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> Quantity? {
        Int64.decode(bytes, of: type).map(Quantity.init(tenThousandths:))
    }

    package var bits: Int64 { self.tenThousandths }
}

/// Stored as `timestamptz`; the infinities of PostgreSQL are not read.
///
/// Times before the year -290,278 trap, which no text on the wire can name.
extension Timestamp: PostgresNumber {
    package static var postgresType: PostgresType { .timestamptz }
    package static var postgresArrayType: PostgresType { .timestamptzArray }

    /// From 1970 to 2000, where PostgreSQL begins to count.
    private static let epoch: Int64 = 946_684_800_000_000

    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> Timestamp? {
        guard let count = bytes.wholeBigEndian(Int64.self), count != .min, count != .max else {
            return nil
        }
        let (microseconds, overflow) = count.addingReportingOverflow(Timestamp.epoch)
        return overflow ? nil : Timestamp(microseconds: microseconds)
    }

    package var bits: Int64 { self.microseconds - Timestamp.epoch }
}

extension CivilDate: PostgresNumber {
    package static var postgresType: PostgresType { .date }
    package static var postgresArrayType: PostgresType { .dateArray }

    /// From 1970 to 2000, where PostgreSQL begins to count.
    private static let epoch: Int64 = 10_957

    package static func decode(_ bytes: Span<UInt8>, of type: PostgresType) -> CivilDate? {
        guard let count = bytes.wholeBigEndian(Int32.self) else { return nil }
        let date = CivilDate(daysSinceEpoch: Int64(count) + CivilDate.epoch)
        return CivilDate(year: date.year, month: date.month, day: date.day)
    }

    package var bits: Int32 {
        Int32(truncatingIfNeeded: self.daysSinceEpoch - CivilDate.epoch)
    }
}
