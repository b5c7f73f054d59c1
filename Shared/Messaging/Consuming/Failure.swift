/// Why a message was not handled; a handler throws one to choose what happens to its message.
package struct Failure: Error, Hashable, Sendable {
    /// A stable word for programs, by which dead letters are grouped: `unknown-type`.
    package let code: String
    /// For people; cut to two kilobytes in a dead letter.
    package let text: String
    /// What kind of error it was: the name of a Swift type.
    package let errorClass: String
    package let kind: Kind

    /// Whether trying again can help.
    package enum Kind: Hashable, Sendable {
        /// The same message fails again: it becomes a dead letter at once.
        case permanent
        /// It may succeed later: it goes over the retry tiers.
        case transient
        /// It names what has not been heard of yet: it goes over the retry tiers, and says nothing
        /// about others.
        case premature
        /// Nothing can succeed now, as without a database: the message waits and spends no attempt.
        case outage
    }

    package init(code: String, text: String, errorClass: String = "Failure", kind: Kind) {
        self.code = code
        self.text = text
        self.errorClass = errorClass
        self.kind = kind
    }

    package static func permanent(_ code: String, _ text: String) -> Failure {
        Failure(code: code, text: text, kind: .permanent)
    }

    package static func premature(_ code: String, _ text: String) -> Failure {
        Failure(code: code, text: text, kind: .premature)
    }

    package static func transient(_ code: String, _ text: String) -> Failure {
        Failure(code: code, text: text, kind: .transient)
    }
}
