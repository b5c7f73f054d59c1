import Contracts
package import FoundationEssentials
import Kernel
package import Postgres

/// Answers of commands, so that the same command asked again has one effect and one answer.
///
/// The claim, the effects and the answer share one transaction.
package enum RequestLog {
    /// How long an answer is kept and an `Idempotency-Key` recognized.
    package static let retention = Duration.seconds(7 * 86_400)

    /// Claims commands, one standing for each in the same order.
    ///
    /// Waits for a transaction that holds a claim on the same command. Rows are written in the
    /// order of identifiers, so that two batches cannot deadlock.
    package static func claim(
        _ claims: [RequestClaim],
        in transaction: borrowing Transaction
    ) throws -> [RequestStanding] {
        var seen: Set<UUID> = []
        let unique = claims.filter { seen.insert($0.messageID).inserted }
            .sorted { $0.messageID < $1.messageID }
        guard !unique.isEmpty else { return [] }
        let fresh = try RequestLogStore.insert(unique, in: transaction)
        let others = unique.map(\.messageID).filter { !fresh.contains($0) }
        let known =
            others.isEmpty ? [:] : try RequestLogStore.read(others, in: transaction)
        return self.standings(of: claims, fresh: fresh, known: known)
    }

    /// Stores answers in the transaction that claimed the commands.
    package static func record(
        _ answers: [(messageID: UUID, response: OperationResponse)],
        in transaction: borrowing Transaction
    ) throws {
        guard !answers.isEmpty else { return }
        try RequestLogStore.update(answers, in: transaction)
    }

    /// What to answer to a command that is not fresh; `nil` for one that is to be performed, or
    /// that shares the answer of an earlier one in its batch.
    package static func answer(to standing: RequestStanding) -> OperationResponse? {
        switch standing {
        case .fresh, .repeated:
            return nil
        case .answered(var response):
            response.headers.append(("Idempotency-Replayed", "true"))
            return response
        case .clash:
            return .problem(Problem(.idempotencyKeyReused))
        }
    }

    /// Whether an answer may be given again: one that would be the same another time.
    ///
    /// Who may ask, and whether it is too much or in flight, is decided anew each time.
    package static func isStorable(_ response: OperationResponse) -> Bool {
        switch response.status {
        case 200..<300: true
        case 401, 403, 408, 425, 429: false
        case 409: response.header("Retry-After") == nil
        case 400..<500: true
        default: false
        }
    }

    static func standings(
        of claims: [RequestClaim],
        fresh: Set<UUID>,
        known: [UUID: StoredAnswer]
    ) -> [RequestStanding] {
        var first: [UUID: [UInt8]] = [:]
        return claims.map { claim in
            if let fingerprint = first[claim.messageID] {
                return fingerprint == claim.fingerprint ? .repeated : .clash
            }
            if fresh.contains(claim.messageID) {
                first[claim.messageID] = claim.fingerprint
                return .fresh
            }
            guard let stored = known[claim.messageID], stored.fingerprint == claim.fingerprint,
                let response = stored.response
            else { return .clash }
            return .answered(response)
        }
    }
}
