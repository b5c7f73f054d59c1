import Contracts
import Kernel

/// A source as the gateway describes it.
struct SourceRecord: Decodable, Sendable {
    struct Place: Decodable, Sendable {
        let code: String
    }

    let id: ID<PosSource>
    let name: String
    let displayName: String
    let location: Place
    let nonStockCodes: [String]
    let status: String
    let lastReceivedAt: Timestamp?
}
