import Contracts
import FoundationEssentials
import Synchronization

/// Remembers principals in the form in which they travel: the same few make most requests, and
/// writing one costs more than the rest of a small request.
final class PrincipalTexts: Sendable {
    /// Principals remembered; when full, all are forgotten, which costs one coding each.
    static let capacity = 1_000

    /// By identifier, since hashing all permissions is dear: the latest principal that had it.
    private let texts = Mutex<[UUID: (principal: Principal, text: PrincipalText)]>([:])

    func text(of principal: Principal) throws -> PrincipalText {
        if let known = self.texts.withLock({ $0[principal.id] }), known.principal == principal {
            return known.text
        }
        let text = try PrincipalText(principal)
        self.texts.withLock { texts in
            if texts.count >= Self.capacity { texts = [:] }
            texts[principal.id] = (principal, text)
        }
        return text
    }
}
