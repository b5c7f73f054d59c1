import Foundation

/// A connection as the broker lists it.
struct BrokerClient: Decodable, Hashable, Sendable {
    let name: String
    /// Who has signed in; `nil` while nobody has.
    let user: String?

    /// The name as a part of a path: `127.0.0.1:50000 -> 127.0.0.1:5672` has to be encoded.
    var pathName: String {
        self.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? self.name
    }
}
