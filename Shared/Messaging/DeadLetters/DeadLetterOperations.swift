import Contracts
import FoundationEssentials
import Kernel
import Postgres

/// The operations on dead letters, which every service registers among its own.
package enum DeadLetterOperations {
    package static let all: [any Operation] = [
        ListDeadLetters(), GetDeadLetter(), ReplayDeadLetter(), DiscardDeadLetter(),
    ]
}

/// The dead letters of one state, the latest first.
struct ListDeadLetters: Operation {
    static let id = "listDeadLetters"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        var filter = DeadLetterFilter()
        filter.state = try request.query.choice("state") ?? .open
        filter.type = request.query["type"]
        filter.code = request.query["code"]
        let limit = try request.query.limit()
        filter.limit = limit + 1
        filter.before = try PageCursor.read(request, keyCount: 1)?.key(0, ID<DeadLetter>.init)
        return try request.page(
            of: try DeadLetters.list(filter, in: transaction),
            limit: limit,
            keys: { [$0.id.description] },
            body: { $0.map { DeadLetterView($0, isComplete: false) } }
        )
    }
}

/// One dead letter with its headers and body.
struct GetDeadLetter: Operation {
    static let id = "getDeadLetter"

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let id: ID<DeadLetter> = try request.pathID("deadLetterId")
        let letter = try DeadLetters.get(id, in: transaction)
        return try .json(DeadLetterView(letter, isComplete: true))
    }
}

/// Sends a dead letter again.
struct ReplayDeadLetter: Operation {
    static let id = "replayDeadLetter"

    private struct Body: Decodable {
        let note: String?
    }

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let note = request.body.isEmpty ? nil : try request.decode(Body.self).note
        if let note, note.unicodeScalars.count > 500 {
            throw Problem.validation("/note", rule: "maxLength", "note has over 500 characters.")
        }
        let letter = try DeadLetters.replay(
            request.pathID("deadLetterId"),
            by: request.principal.actor,
            note: note,
            in: transaction
        )
        return try .json(DeadLetterView(letter, isComplete: true))
    }
}

/// Decides that a dead letter is never sent again.
struct DiscardDeadLetter: Operation {
    static let id = "discardDeadLetter"

    private struct Body: Decodable {
        let reason: String
    }

    func perform(
        _ request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws -> OperationResponse {
        let reason = try request.decode(Body.self).reason
        guard TextLength(1...500).allows(reason) else {
            throw Problem.validation(
                "/reason",
                rule: "length",
                "reason must have 1 to 500 characters."
            )
        }
        let letter = try DeadLetters.discard(
            request.pathID("deadLetterId"),
            by: request.principal.actor,
            reason: reason,
            in: transaction
        )
        return try .json(DeadLetterView(letter, isComplete: true))
    }
}
