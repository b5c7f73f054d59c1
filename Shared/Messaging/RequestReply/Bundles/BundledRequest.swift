/// Where a request is in its bundle, and what is needed before it is read.
struct BundledRequest: Sendable {
    /// By which the answer is recognised.
    let correlation: UInt64
    /// How long the answer is waited for.
    ///
    /// A duration, because two machines' clocks differ.
    let budget: Duration
    /// An index into the principals of the bundle.
    let principal: Int
    /// Where the fields and the body are.
    let range: Range<Int>

    init(_ bytes: [UInt8], in block: Range<Int>) throws(BundleError) {
        var reader = BundleReader(bytes, block)
        self.correlation = try reader.number()
        let milliseconds = try reader.number(UInt32.self)
        guard milliseconds > 0 else { throw .malformed("budget") }
        self.budget = .milliseconds(Int64(milliseconds))
        self.principal = Int(try reader.number(UInt16.self))
        self.range = reader.rest
    }

    /// Reads what is asked.
    func read(from bytes: [UInt8]) throws(BundleError) -> (fields: RequestFields, body: [UInt8]) {
        var reader = BundleReader(bytes, self.range)
        let fields = try RequestFields(&reader)
        return (fields, reader.remainder())
    }
}
