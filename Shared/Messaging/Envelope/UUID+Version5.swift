import Crypto
package import FoundationEssentials

extension UUID {
    /// The namespace of Stockbook's derived identifiers; made once at random.
    package static let stockbookNamespace = UUID(
        uuid: (
            0x6d, 0x1f, 0x4b, 0x0e, 0x92, 0x5c, 0x4e, 0x7a,
            0xa3, 0x58, 0x1d, 0xc7, 0x60, 0x2b, 0xf9, 0x14
        )
    )

    /// The UUID that a name has within a namespace: the same on every machine.
    ///
    /// RFC 9562, section 5.5. SHA-1 is what the RFC prescribes; nothing secret depends on it.
    package static func version5(namespace: UUID = .stockbookNamespace, name: [UInt8]) -> UUID {
        var hash = Insecure.SHA1()
        hash.update(data: namespace.bytes)
        hash.update(data: name)
        var bytes = Array(Array(hash.finalize()).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x50
        bytes[8] = bytes[8] & 0x3F | 0x80
        return UUID(bytes: bytes)
    }

    /// The same for several parts, each preceded by its length so that they cannot run together.
    package static func version5(
        namespace: UUID = .stockbookNamespace,
        parts: [String]
    ) -> UUID {
        let name = parts.flatMap { part in part.utf8.count.bigEndianBytes + Array(part.utf8) }
        return .version5(namespace: namespace, name: name)
    }

    /// The 16 bytes in network order.
    package var bytes: [UInt8] {
        let value = self.uuid
        return [
            value.0, value.1, value.2, value.3, value.4, value.5, value.6, value.7,
            value.8, value.9, value.10, value.11, value.12, value.13, value.14, value.15,
        ]
    }

    private init(bytes: [UInt8]) {
        precondition(bytes.count == 16, "a UUID has 16 bytes")
        self.init(
            uuid: (
                bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7],
                bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14],
                bytes[15]
            )
        )
    }
}
