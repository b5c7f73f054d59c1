import Messaging

/// A secret that is shown once: in the first answer, and not in the one that is kept for repeating.
enum OneTimeSecret {
    /// Adds a member to the object in the body, unless the answer is a refusal or a repetition.
    static func reveal(
        _ secret: String?,
        as member: String,
        in response: OperationResponse
    ) -> OperationResponse {
        guard let secret, (200..<300).contains(response.status),
            response.header("Idempotency-Replayed") == nil,
            response.body.first == UInt8(ascii: "{")
        else { return response }
        var revealed = response
        // The secret has letters, digits, dashes and underscores only: nothing to escape.
        revealed.body = Array("{\"\(member)\":\"\(secret)\",".utf8) + response.body.dropFirst()
        return revealed
    }

    /// A password that is easy to type: groups of letters that are not mistaken for each other.
    static func password(using generator: inout some RandomNumberGenerator) -> String {
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        let groups = (0..<5).map { _ in
            String((0..<4).map { _ in letters[Int.random(in: letters.indices, using: &generator)] })
        }
        return groups.joined(separator: "-")
    }
}
