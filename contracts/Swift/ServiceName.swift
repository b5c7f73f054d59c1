/// The services of the house, by the names of their processes.
package enum ServiceName: String, Codable, Hashable, Sendable, CaseIterable {
    case catalog
    case ledger
    case purchasing
    case fulfillment
    case posIngest = "pos-ingest"
    case notifier
    case gateway

    /// Those that run and can be asked; the others join later.
    package static let answering: [ServiceName] = [.catalog, .ledger, .posIngest, .gateway]

    /// The PostgreSQL schema it owns, which is also the name of its role.
    package var schema: String {
        switch self {
        case .posIngest: "pos_ingest"
        default: self.rawValue
        }
    }
}
