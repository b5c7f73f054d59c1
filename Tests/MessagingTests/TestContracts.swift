import Contracts
import Foundation
import Kernel

@testable import Messaging

/// A command that travels as one of the ledger's.
struct TestCommand: Contract {
    static let type = RecordSale.type
    static let destination = RecordSale.destination

    let number: Int
    var text = ""
}

/// An event that travels as one of the catalog's, which the ledger listens to.
struct TestFact: Contract {
    static let type = VariantChanged.type
    static let destination = VariantChanged.destination

    let number: Int
}

extension IncomingMessage {
    /// A message as the inbox would see it.
    static func of(
        _ contract: some Contract,
        id: UUID = ID<IncomingMessage>.make().rawValue
    ) throws -> IncomingMessage {
        IncomingMessage(
            id: id,
            type: Swift.type(of: contract).type,
            source: "test",
            occurredAt: .now,
            body: try MessageCoding.encode(contract)
        )
    }
}

extension OutboxMessage {
    /// A command to the ledger with an ordering key.
    static func command(_ number: Int, key: String = "k") throws -> OutboxMessage {
        try OutboxMessage(TestCommand(number: number), subject: key)
    }
}
