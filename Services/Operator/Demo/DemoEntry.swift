import Contracts
import Kernel

/// A fact about the stock of the demo company, as it is posted.
struct DemoEntry: Encodable, Hashable, Sendable {
    struct Cost: Encodable, Hashable, Sendable {
        let amount: String
        let currency: String
    }

    struct Line: Encodable, Hashable, Sendable {
        let sku: String
        let quantity: Quantity
        var lot: String?
        var expiresOn: String?
        var unitCost: Cost?
    }

    var location: String?
    var from: String?
    var to: String?
    var warehouse: String?
    var effectiveAt: Timestamp?
    let reference: Reference
    let note: String
    let lines: [Line]
}
