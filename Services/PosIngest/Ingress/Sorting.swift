import Contracts
import Kernel
import PosIngestDomain
import Postgres

/// Tells the deliveries that are new from those that have been here before.
struct Sorting {
    /// A delivery that is new.
    struct Fresh {
        let document: ReceivedDocument
        /// Whether another message came earlier under the same document id with other content.
        let isConflict: Bool
    }

    let fresh: [Fresh]
    /// For each delivery the message that it belongs to: its own, or the earlier one it repeats.
    let owners: [ID<PosMessage>]

    init(_ received: [ReceivedDocument], in transaction: borrowing Transaction) throws {
        let owned = try Self.claim(received.map { ($0, $0.businessKey) }, in: transaction)
        let conflicting = received.filter { document in
            let owner = owned[Self.key(document, document.businessKey)]
            return owner?.fingerprint != document.fingerprint
        }
        let contradictions = try Self.claim(
            conflicting.map { ($0, $0.conflictKey) },
            in: transaction
        )
        var fresh: [Fresh] = []
        var owners: [ID<PosMessage>] = []
        for document in received {
            let first = owned[Self.key(document, document.businessKey)]
            let isConflict = first?.fingerprint != document.fingerprint
            let owner =
                isConflict ? contradictions[Self.key(document, document.conflictKey)] : first
            owners.append(owner?.message ?? document.id)
            guard owner?.message ?? document.id == document.id else { continue }
            fresh.append(Fresh(document: document, isConflict: isConflict))
        }
        self.fresh = fresh
        self.owners = owners
    }

    /// Claims each key for the first delivery that carries it.
    private static func claim(
        _ wanted: [(document: ReceivedDocument, key: String)],
        in transaction: borrowing Transaction
    ) throws -> [DocumentStore.Key: DocumentStore.Owner] {
        var seen: Set<DocumentStore.Key> = []
        var claims: [(key: DocumentStore.Key, owner: DocumentStore.Owner)] = []
        for (document, text) in wanted {
            let key = self.key(document, text)
            guard seen.insert(key).inserted else { continue }
            let owner = DocumentStore.Owner(
                message: document.id,
                fingerprint: document.fingerprint
            )
            claims.append((key, owner))
        }
        return try DocumentStore.claim(claims, in: transaction)
    }

    private static func key(_ document: ReceivedDocument, _ text: String) -> DocumentStore.Key {
        DocumentStore.Key(source: document.source, document: text)
    }
}
