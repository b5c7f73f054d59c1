/// A value whose binary form is one big-endian number, always of the same length.
@usableFromInline
package protocol PostgresNumber: PostgresScalar {
    associatedtype Bits: FixedWidthInteger

    /// The number that is sent.
    var bits: Bits { get }
}

extension PostgresNumber {
    @inlinable
    package func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: self.bits)
    }

    @inlinable
    package static func encode(array: [Self], into bytes: inout [UInt8]) {
        unsafe array.withUnsafeBufferPointer { array in
            ArrayCoding.encode(array.count, as: Self.postgresType, into: &bytes) { index in
                unsafe array[index].bits
            }
        }
    }
}
