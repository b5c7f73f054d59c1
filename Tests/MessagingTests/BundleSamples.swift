import Contracts
import FoundationEssentials
import Kernel

@testable import Messaging

extension OutgoingRequest {
    /// A request for tests, as the client makes it.
    init(
        _ call: OperationCall,
        from principal: PrincipalText,
        correlation: UInt64 = 1,
        trace: [BundledPair] = [],
        budget: Duration = .seconds(1)
    ) {
        let now = ContinuousClock.now
        self.init(
            correlation: correlation,
            deadline: now + budget,
            principal: principal,
            fields: RequestFields(call, trace: trace).bytes,
            body: call.body,
            since: now
        )
    }
}

/// Makes requests and answers at random; the same for one seed.
struct BundleSamples {
    var generator: SeededGenerator

    init(seed: UInt64) {
        self.generator = SeededGenerator(seed: seed)
    }

    static let key = AssertionKey(bytes: Array(1...32))

    /// Any text, often an empty or a strange one.
    mutating func text() -> String {
        let count = Int.random(in: 0..<12, using: &self.generator)
        let scalars = (0..<count).compactMap { _ in
            Unicode.Scalar(UInt32.random(in: 0..<0x2_0000, using: &self.generator))
        }
        return String(String.UnicodeScalarView(scalars))
    }

    mutating func bytes(below limit: Int) -> [UInt8] {
        (0..<Int.random(in: 0..<limit, using: &self.generator)).map { _ in
            UInt8.random(in: .min ... .max, using: &self.generator)
        }
    }

    mutating func pairs() -> [BundledPair] {
        (0..<Int.random(in: 0..<4, using: &self.generator)).map { _ in
            BundledPair(self.text(), self.text())
        }
    }

    mutating func dictionary() -> [String: String] {
        Dictionary(self.pairs().map { ($0.name, $0.value) }) { first, _ in first }
    }

    mutating func call() -> OperationCall {
        OperationCall(
            operation: self.text(),
            principal: self.principal(),
            path: self.dictionary(),
            query: QueryParameters(self.pairs().map { .init(name: $0.name, value: $0.value) }),
            headers: self.dictionary(),
            body: self.bytes(below: 40),
            idempotencyKey: Bool.random(using: &self.generator) ? self.text() : nil
        )
    }

    mutating func principal() -> Principal {
        Principal(id: UUID(), kind: .user, name: self.text(), permissions: [.stockRead])
    }

    /// A bundle of a few requests of fewer principals.
    mutating func requests() throws -> [OutgoingRequest] {
        let principals = try (0..<3).map { _ in try PrincipalText(self.principal()) }
        return (0..<Int.random(in: 1...5, using: &self.generator)).map { _ in
            OutgoingRequest(
                self.call(),
                from: principals[Int.random(in: principals.indices, using: &self.generator)],
                correlation: .random(in: .min ... .max, using: &self.generator),
                trace: self.pairs(),
                budget: .milliseconds(Int.random(in: 1...100_000, using: &self.generator))
            )
        }
    }

    mutating func replies() -> [OutgoingReply] {
        (0..<Int.random(in: 1...5, using: &self.generator)).map { _ in
            let response = OperationResponse(
                status: Int.random(in: 100...599, using: &self.generator),
                headers: self.pairs().map { ($0.name, $0.value) },
                body: self.bytes(below: 60)
            )
            return OutgoingReply(
                response,
                to: .random(in: .min ... .max, using: &self.generator)
            )
        }
    }

    /// The bytes cut off, changed, doubled, or with an announced length that lies.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let index = Int.random(in: bytes.indices, using: &self.generator)
        switch Int.random(in: 0..<6, using: &self.generator) {
        case 0: bytes.removeSubrange(index...)
        case 1: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &self.generator)
        case 2: bytes[index] = 0xFF
        case 3: bytes.insert(.random(in: .min ... .max, using: &self.generator), at: index)
        case 4: bytes.insert(contentsOf: bytes[..<index], at: index)
        default: bytes.remove(at: index)
        }
        return bytes
    }
}
