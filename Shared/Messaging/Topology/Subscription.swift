package import Contracts

/// The messages of one contract that a service listens to.
package struct Subscription: Sendable {
    package let contract: any Contract.Type
    /// The routing keys, or topics, that its queue is bound by.
    package let keys: [String]

    /// All messages of the contract.
    static func all(_ contract: any Contract.Type) -> Subscription {
        Subscription(contract: contract, keys: [contract.topic])
    }

    /// Messages of the contract that have one of the keys.
    static func some(_ contract: any Contract.Type, keys: [String]) -> Subscription {
        Subscription(contract: contract, keys: keys)
    }

    /// Whether no message of the contract is left out.
    var isComplete: Bool { self.keys.contains(self.contract.topic) }
}
