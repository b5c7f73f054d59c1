/// The answers of one message, as far as they must be looked at to find out who waits.
struct ReplyBundle: Sendable {
    /// Bytes of a bundle besides its answers.
    static let overhead = 3

    let replies: [ArrivedReply]

    /// Finds the parts of a bundle; copies none of them.
    init(_ bytes: [UInt8]) throws(BundleError) {
        var reader = BundleReader(bytes)
        try reader.version()
        let count = try reader.count("replies", atMost: BundleFormat.maximumCount)
        guard count > 0 else { throw .malformed("replies") }
        var replies: [ArrivedReply] = []
        replies.reserveCapacity(count)
        for _ in 0..<count {
            replies.append(try ArrivedReply(bytes, in: try reader.block()))
        }
        try reader.end()
        self.replies = replies
    }

    /// Writes a bundle.
    ///
    /// - Parameter replies: At most ``BundleFormat/maximumCount``.
    static func bytes(of replies: [OutgoingReply]) -> [UInt8] {
        var writer = BundleWriter(capacity: replies.reduce(Self.overhead) { $0 + $1.size })
        writer.write(BundleFormat.version)
        writer.write(UInt16(replies.count))
        for reply in replies {
            writer.write(UInt32(8 + reply.head.count + reply.body.count))
            writer.write(reply.correlation)
            writer.write(raw: reply.head)
            writer.write(raw: reply.body)
        }
        return writer.bytes
    }
}
