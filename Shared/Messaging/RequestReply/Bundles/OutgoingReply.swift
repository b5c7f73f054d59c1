/// An answer that waits for a place in a bundle.
struct OutgoingReply: Sendable {
    let correlation: UInt64
    /// Status and headers as they travel.
    let head: [UInt8]
    let body: [UInt8]

    init(_ response: OperationResponse, to correlation: UInt64) {
        let headers = response.headers.prefix(BundleFormat.maximumPairs)
            .map { BundledPair($0.0, $0.1) }
        var writer = BundleWriter(capacity: 2 + BundledPair.size(of: headers))
        writer.write(UInt16(clamping: response.status))
        writer.write(headers)
        self.correlation = correlation
        self.head = writer.bytes
        self.body = response.body
    }

    /// Bytes that it takes in a bundle.
    var size: Int { 12 + self.head.count + self.body.count }
}
