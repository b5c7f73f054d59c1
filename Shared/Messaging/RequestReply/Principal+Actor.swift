package import Contracts

extension Principal {
    /// The principal as facts and audit trails name it.
    package var actor: Actor {
        let kind: ActorKind =
            switch self.kind {
            case .user: .user
            case .apiKey: .apiKey
            case .service: .service
            }
        return Actor(kind: kind, id: self.id, name: self.name)
    }
}
