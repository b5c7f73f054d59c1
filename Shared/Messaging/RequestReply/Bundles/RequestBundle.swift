import FoundationEssentials
import Kernel

/// The requests of one message, as far as they must be looked at to hand them out.
///
/// Nothing of it is believed before its assertion has been checked.
struct RequestBundle: Sendable {
    /// All of it, the assertion included.
    let bytes: [UInt8]
    /// The service that it is meant for.
    let service: String
    let issuedAt: Timestamp
    /// The instance that waits for the answers.
    let instance: String
    /// Where the principals are, in JSON.
    let principals: [Range<Int>]
    let requests: [BundledRequest]

    /// Finds the parts of a bundle; copies none of them.
    init(_ bytes: [UInt8]) throws(BundleError) {
        guard bytes.count >= BundleAssertion.length else { throw .truncated }
        var reader = BundleReader(bytes, 0..<(bytes.count - BundleAssertion.length))
        try reader.version()
        self.service = try reader.text("service")
        self.issuedAt = Timestamp(
            microseconds: Int64(bitPattern: try reader.number(UInt64.self))
        )
        self.instance = try reader.text("instance")
        let principals = try reader.count("principals", atMost: BundleFormat.maximumCount)
        self.principals = try Self.list(of: principals) { () throws(BundleError) in
            try reader.block()
        }
        let requests = try reader.count("requests", atMost: BundleFormat.maximumCount)
        guard requests > 0 else { throw .malformed("requests") }
        self.requests = try Self.list(of: requests) { () throws(BundleError) in
            let request = try BundledRequest(bytes, in: try reader.block())
            guard request.principal < principals else { throw .malformed("principal") }
            return request
        }
        try reader.end()
        self.bytes = bytes
    }

    private static func list<Element>(
        of count: Int,
        _ read: () throws(BundleError) -> Element
    ) throws(BundleError) -> [Element] {
        var list: [Element] = []
        list.reserveCapacity(count)
        for _ in 0..<count { list.append(try read()) }
        return list
    }
}
