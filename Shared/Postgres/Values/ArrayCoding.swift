/// The binary form of one-dimensional arrays.
///
/// Source: `array_send` and `array_recv` in `arrayfuncs.c` of PostgreSQL 15.
@usableFromInline
enum ArrayCoding {
    /// Dimensions, NULL flag, element type; then length and lower bound of the one dimension.
    private static let headerLength = 20
    private static let emptyHeaderLength = 12

    @inlinable
    static func encode<Element: PostgresValue>(
        _ elements: [Element],
        as type: PostgresType,
        into bytes: inout [UInt8]
    ) {
        let hasNull = elements.contains { $0.isNull }
        self.begin(elements.count, hasNull: hasNull, as: type, into: &bytes)
        for element in elements {
            let start = bytes.count
            bytes.append(bigEndian: Int32(-1))
            guard !element.isNull else { continue }
            element.encode(into: &bytes)
            bytes.replace(at: start, bigEndian: Int32(bytes.count - start - 4))
        }
    }

    /// Encodes numbers, whose length is known: room is made once for all of them.
    ///
    /// - Parameter number: The number at an index.
    @inlinable
    static func encode<Number: FixedWidthInteger>(
        _ count: Int,
        as type: PostgresType,
        into bytes: inout [UInt8],
        _ number: (Int) -> Number
    ) {
        self.begin(count, hasNull: false, as: type, into: &bytes)
        let length = Number.bitWidth / 8
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: count * (4 + length)))
        unsafe bytes.withUnsafeMutableBytes { bytes in
            var offset = start
            for index in 0..<count {
                unsafe bytes.storeBytes(
                    of: Int32(length).bigEndian,
                    toByteOffset: offset,
                    as: Int32.self
                )
                unsafe Swift.withUnsafeBytes(of: number(index).bigEndian) { number in
                    unsafe UnsafeMutableRawBufferPointer(
                        rebasing: bytes[offset + 4..<offset + 4 + length]
                    ).copyMemory(from: number)
                }
                offset += 4 + length
            }
        }
    }

    /// Appends what stands before the elements.
    @usableFromInline
    static func begin(
        _ count: Int,
        hasNull: Bool,
        as type: PostgresType,
        into bytes: inout [UInt8]
    ) {
        bytes.append(bigEndian: Int32(count == 0 ? 0 : 1))
        bytes.append(bigEndian: Int32(hasNull ? 1 : 0))
        bytes.append(bigEndian: type.oid)
        guard count > 0 else { return }
        bytes.append(bigEndian: Int32(count))
        bytes.append(bigEndian: Int32(1))
    }

    @usableFromInline
    static func decode<Element: PostgresValue>(_ bytes: Span<UInt8>) -> [Element]? {
        guard bytes.count >= self.emptyHeaderLength else { return nil }
        let dimensions = bytes.bigEndian(Int32.self, at: 0)
        let type = PostgresType(oid: bytes.bigEndian(UInt32.self, at: 8))
        guard Element.accepts(type) else { return nil }
        if dimensions == 0 { return [] }
        guard dimensions == 1, bytes.count >= self.headerLength else { return nil }

        let count = Int(bytes.bigEndian(Int32.self, at: 12))
        var elements: [Element] = []
        elements.reserveCapacity(count)
        var offset = self.headerLength
        for _ in 0..<count {
            guard offset + 4 <= bytes.count else { return nil }
            let length = Int(bytes.bigEndian(Int32.self, at: offset))
            offset += 4
            if length < 0 {
                guard let null = Element.null else { return nil }
                elements.append(null)
                continue
            }
            guard offset + length <= bytes.count,
                let element = Element.decode(
                    bytes.extracting(offset..<offset + length),
                    of: type
                )
            else { return nil }
            elements.append(element)
            offset += length
        }
        return elements
    }

    /// Whether `type` is another kind of text array and the elements can be read from it.
    @usableFromInline
    static func isTextArray<Element: PostgresScalar>(
        _ type: PostgresType,
        for element: Element.Type
    ) -> Bool {
        guard Element.postgresType == .text else { return false }
        // char[], name[], bpchar[], varchar[]; an array of an enumeration is user-defined.
        return [1002, 1003, 1014, 1015].contains(type.oid) || type.isUserDefined
    }
}
