import Contracts
import FoundationEssentials
import Kernel

/// What a request says in a bundle, apart from its body and from who asks.
struct RequestFields: Sendable, Equatable {
    var operation: String
    var messageID: UUID
    var idempotencyKey: String?
    var path: [BundledPair]
    var query: [BundledPair]
    /// Names in lower case.
    var headers: [BundledPair]
    /// Where the trace goes on.
    var trace: [BundledPair]

    init(_ call: OperationCall, trace: [BundledPair] = []) {
        self.operation = call.operation
        self.messageID = call.messageID
        self.idempotencyKey = call.idempotencyKey
        self.path = call.path.map { BundledPair($0.key, $0.value) }
        self.query = call.query.pairs.map { BundledPair($0.name, $0.value) }
        self.headers = call.headers.map { BundledPair($0.key, $0.value) }
        self.trace = trace
    }

    /// Whether every list is short enough to be read again.
    var isWithinLimits: Bool {
        [self.path, self.query, self.headers, self.trace].allSatisfy {
            $0.count <= BundleFormat.maximumPairs
        }
    }

    /// The form in which they travel.
    var bytes: [UInt8] {
        let pairs = [self.path, self.query, self.headers, self.trace]
        let size = pairs.reduce(32 + self.operation.utf8.count) {
            $0 + BundledPair.size(of: $1)
        }
        var writer = BundleWriter(capacity: size + (self.idempotencyKey?.utf8.count ?? 0))
        writer.write(self.operation)
        writer.write(self.messageID)
        writer.write(UInt8(self.idempotencyKey == nil ? 0 : 1))
        if let key = self.idempotencyKey { writer.write(key) }
        for pairs in pairs { writer.write(pairs) }
        return writer.bytes
    }

    /// Reads what ``bytes`` writes.
    init(_ reader: inout BundleReader) throws(BundleError) {
        self.operation = try reader.text("operation")
        self.messageID = try reader.id()
        switch try reader.number(UInt8.self) {
        case 0: self.idempotencyKey = nil
        case 1: self.idempotencyKey = try reader.text("idempotency key")
        default: throw .malformed("idempotency key")
        }
        self.path = try reader.pairs("path")
        self.query = try reader.pairs("query")
        self.headers = try reader.pairs("headers")
        self.trace = try reader.pairs("trace")
    }
}
