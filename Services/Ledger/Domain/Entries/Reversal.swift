package import Contracts
package import Kernel

/// The wish to undo an entry, or some of it.
package struct Reversal: Hashable, Sendable {
    package let id: ID<Entry>
    package let target: Target
    package let about: Circumstances
    /// What is undone; all that is left of the entry where nothing is named.
    package let parts: [Part]

    package init(
        id: ID<Entry>,
        of target: Target,
        about: Circumstances,
        parts: [Part] = []
    ) {
        self.id = id
        self.target = target
        self.about = about
        self.parts = parts
    }

    /// How a command names the entry to undo.
    package enum Target: Hashable, Sendable {
        case entry(ID<Entry>)
        case document(Reference)
    }

    /// How much of what is undone.
    package struct Part: Hashable, Sendable {
        package let subject: Subject
        /// In base units; all that is left where there is none.
        package let quantity: Quantity?
        /// The units that come back, for variants that are tracked by serial.
        package let serials: [String]

        package init(of subject: Subject, quantity: Quantity? = nil, serials: [String] = []) {
            self.subject = subject
            self.quantity = quantity
            self.serials = serials
        }
    }

    /// How a command names what it undoes of an entry.
    package enum Subject: Hashable, Sendable {
        /// All movements of a line, counted as the entry counts its lines.
        case line(Int)
        case movement(ID<Movement>)
    }
}

extension Reversal.Subject {
    func names(_ movement: PostedMovement) -> Bool {
        switch self {
        case .line(let number): movement.line == number
        case .movement(let id): movement.id == id
        }
    }
}
