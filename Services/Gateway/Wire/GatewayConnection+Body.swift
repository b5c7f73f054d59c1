import Contracts
import NIOCore
import NIOHTTP1

extension GatewayConnection {
    /// Reads the body of the request that is answered, which has not come with its head.
    ///
    /// - Throws: 413, 408, or 400 for one that ends before its end.
    func body(upTo limit: Int, within time: TimeAmount) async throws -> [UInt8] {
        guard let loop = self.context?.eventLoop else { throw Self.brokenBody }
        let connection = NIOLoopBound(self, eventLoop: loop)
        let alarm = self.stopReading(in: time, on: loop)
        defer { alarm.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { reader in
                self.collection = BodyCollection(for: reader, upTo: limit)
                self.collect()
            }
        } onCancel: {
            loop.execute { connection.value.stopReading(CancellationError()) }
        }
    }

    /// Takes what has come of a body that is waited for.
    func collect() {
        while var collection = self.collection, let part = self.pop() {
            // Held once only, or each chunk would copy all before it.
            self.collection = nil
            switch part {
            case .body(let chunk) where collection.append(chunk): self.collection = collection
            case .body: collection.finish(throwing: RequestReader.tooLarge(collection.limit))
            case .end: collection.finish()
            // None comes before the end of a body.
            case .head: collection.finish(throwing: Self.brokenBody)
            }
        }
        if self.ending.isBroken || self.ending.isInputClosed || self.ending.isOver {
            self.stopReading(Self.brokenBody)
        }
    }

    private func stopReading(in time: TimeAmount, on loop: any EventLoop) -> Scheduled<Void> {
        loop.assumeIsolated().scheduleTask(in: time) {
            self.stopReading(Problem(.requestTimeout, detail: "The body did not arrive in time."))
        }
    }

    private func stopReading(_ error: any Error) {
        self.collection?.finish(throwing: error)
        self.collection = nil
    }

    private static let brokenBody = Problem.badRequest(
        "The body ends before its end, or is broken."
    )
}

/// A body that somebody waits for.
struct BodyCollection {
    let limit: Int
    private let reader: CheckedContinuation<[UInt8], any Error>
    private var bytes: [UInt8] = []

    init(for reader: CheckedContinuation<[UInt8], any Error>, upTo limit: Int) {
        self.reader = reader
        self.limit = limit
    }

    /// Adds a chunk; `false` where it is too much.
    mutating func append(_ chunk: ByteBuffer) -> Bool {
        guard self.bytes.count + chunk.readableBytes <= self.limit else { return false }
        self.bytes.append(contentsOf: chunk.readableBytesView)
        return true
    }

    func finish() { self.reader.resume(returning: self.bytes) }

    func finish(throwing error: any Error) { self.reader.resume(throwing: error) }
}
