import Contracts
import Synchronization

/// Remembers principals in the form in which they travel, both ways: the same few make most
/// requests, and writing or reading one costs more than the rest of a small request.
///
/// Read is only what an assertion has vouched for, so that nobody else can fill it.
final class PrincipalTexts: Sendable {
    /// Principals remembered; when full, all are forgotten, which costs one coding each.
    static let capacity = 1_000

    private struct Memory {
        var texts: [Principal: String] = [:]
        var principals: [String: Principal] = [:]
    }

    private let memory = Mutex(Memory())

    /// The principal in JSON.
    func text(of principal: Principal) throws -> String {
        if let text = self.memory.withLock({ $0.texts[principal] }) { return text }
        let text = String(decoding: try MessageCoding.encode(principal), as: UTF8.self)
        self.memory.withLock { memory in
            if memory.texts.count >= Self.capacity { memory.texts = [:] }
            memory.texts[principal] = text
        }
        return text
    }

    /// The principal that `text` is the JSON of.
    ///
    /// - Throws: `DecodingError`.
    func principal(of text: String) throws -> Principal {
        if let principal = self.memory.withLock({ $0.principals[text] }) { return principal }
        let principal = try MessageCoding.decode(Principal.self, from: Array(text.utf8))
        self.memory.withLock { memory in
            if memory.principals.count >= Self.capacity { memory.principals = [:] }
            memory.principals[text] = principal
        }
        return principal
    }
}
