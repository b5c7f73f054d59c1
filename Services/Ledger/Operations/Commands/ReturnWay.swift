import Contracts
import Kernel
import LedgerDomain

/// Who gives goods back to whom.
protocol ReturnWay: Sendable {
    associatedtype Reason: WordCodable, JSONReadable, Sendable

    /// The `operationId` of the contract.
    static var operation: String { get }

    /// Between which places goods move.
    ///
    /// - Parameter place: Ours.
    static func ends(at place: LocationName) -> (from: LocationName, to: LocationName)
}

/// A customer brings goods back to us.
enum FromCustomer: ReturnWay {
    typealias Reason = ReturnReason

    static let operation = "postReturn"

    static func ends(at place: LocationName) -> (from: LocationName, to: LocationName) {
        (.virtual(.customer), place)
    }
}

/// We give goods back to whoever sold them to us, those of held, recalled and expired lots among them.
enum ToSupplier: ReturnWay {
    typealias Reason = SupplierReturnReason

    static let operation = "postSupplierReturn"

    static func ends(at place: LocationName) -> (from: LocationName, to: LocationName) {
        (place, .virtual(.supplier))
    }
}
