import Contracts
import Synchronization

/// Remembers principals that have been read from their texts.
///
/// Only what an assertion has vouched for may get here, so that nobody else can fill it.
final class KnownPrincipals: Sendable {
    private let principals = Mutex<[[UInt8]: Principal]>([:])

    /// The principal that `text` is the JSON of.
    ///
    /// - Throws: `DecodingError`.
    func principal(of text: [UInt8]) throws -> Principal {
        if let principal = self.principals.withLock({ $0[text] }) { return principal }
        let principal = try MessageCoding.decode(Principal.self, from: text)
        self.principals.withLock { principals in
            if principals.count >= PrincipalTexts.capacity { principals = [:] }
            principals[text] = principal
        }
        return principal
    }
}
