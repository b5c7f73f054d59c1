import Kernel

/// A document with the times that the database keeps for it.
struct Stored<Document: Sendable>: Sendable {
    var document: Document
    let createdAt: Timestamp
    let updatedAt: Timestamp
}
