import Contracts
import Kernel

/// A dead letter as the contract describes it: `DeadLetter`, or `DeadLetterHead` in lists.
struct DeadLetterView: Encodable {
    /// Bytes of the body that are shown.
    static let shownBody = 64 << 10

    let id: ID<DeadLetter>
    let service: ServiceName?
    let queue: String
    let type: String
    let messageId: String
    let state: DeadLetterState
    let errorCode: String
    let errorText: String
    let attempts: Int
    let failedAt: Timestamp
    var headers: JSONFields?
    var body: String?
    var decidedAt: Timestamp?
    var decidedBy: Actor?
    var note: String?

    init(_ letter: StoredDeadLetter, isComplete: Bool) {
        self.id = letter.id
        self.service = letter.service
        self.queue = letter.queue
        self.type = letter.type
        self.messageId = letter.messageID.text
        self.state = letter.state
        self.errorCode = letter.errorCode
        self.errorText = letter.errorText
        self.attempts = letter.attempts
        self.failedAt = letter.failedAt
        guard isComplete else { return }
        self.headers = JSONFields(letter.headers)
        self.body = String(decoding: letter.body.prefix(Self.shownBody), as: UTF8.self)
        self.decidedAt = letter.decidedAt
        self.decidedBy = letter.decidedBy
        self.note = letter.note
    }
}
