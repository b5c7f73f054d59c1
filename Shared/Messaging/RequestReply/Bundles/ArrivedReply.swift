/// An answer in its bundle, for the task that waits to read.
struct ArrivedReply: Sendable {
    let correlation: UInt64
    private let bytes: [UInt8]
    private let range: Range<Int>

    init(_ bytes: [UInt8], in block: Range<Int>) throws(BundleError) {
        var reader = BundleReader(bytes, block)
        self.correlation = try reader.number()
        self.bytes = bytes
        self.range = reader.rest
    }

    /// Reads what is answered.
    func response() throws(BundleError) -> OperationResponse {
        var reader = BundleReader(self.bytes, self.range)
        let status = Int(try reader.number(UInt16.self))
        let headers = try reader.pairs("headers")
        return OperationResponse(
            status: status,
            headers: headers.map { ($0.name, $0.value) },
            body: reader.remainder()
        )
    }
}
