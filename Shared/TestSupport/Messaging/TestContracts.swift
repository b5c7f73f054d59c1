package import Contracts
package import Foundation
import Kernel
package import Messaging

/// A command that travels as one of the ledger's.
package struct TestCommand: Contract {
    package static let type = RecordSale.type
    package static let destination = RecordSale.destination

    package let number: Int
    package var text = ""

    package init(number: Int, text: String = "") {
        self.number = number
        self.text = text
    }
}

/// An event that travels as one of the catalog's, which the ledger listens to.
package struct TestFact: Contract {
    package static let type = VariantChanged.type
    package static let destination = VariantChanged.destination

    package let number: Int

    package init(number: Int) {
        self.number = number
    }
}

extension IncomingMessage {
    /// A message as the inbox would see it.
    package static func of(
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
    package static func command(_ number: Int, key: String = "k") throws -> OutboxMessage {
        try OutboxMessage(TestCommand(number: number), subject: key)
    }
}
