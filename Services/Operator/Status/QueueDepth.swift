/// A queue and how much waits in it.
struct QueueDepth: Codable, Hashable, Sendable {
    let virtualHost: String
    let name: String
    /// Ready and unacknowledged; the broker has no figure for a moment after a queue is declared.
    let messages: Int?
    let unacknowledged: Int?
    let consumers: Int?

    enum CodingKeys: String, CodingKey {
        case virtualHost = "vhost"
        case name
        case messages
        case unacknowledged = "messages_unacknowledged"
        case consumers
    }
}
