import Contracts
import FoundationEssentials
import Messaging

/// The `Idempotency-Key` header: a structured string, or the same without its quotes.
///
/// draft-ietf-httpapi-idempotency-key-header-07, section 2.1; strings as in RFC 9651, section 3.3.3.
enum IdempotencyKey {
    static let lengths = 1...128

    /// The key inside the header; `nil` where it is no such string or has another length.
    static func parse(_ header: String) -> String? {
        let key: String
        if header.hasPrefix("\"") {
            guard header.utf8.count >= 2, header.hasSuffix("\"") else { return nil }
            guard let unescaped = self.unescape(header.dropFirst().dropLast()) else { return nil }
            key = unescaped
        } else {
            key = header
        }
        guard self.lengths.contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return key
    }

    /// Only the quote and the backslash are escaped.
    private static func unescape(_ text: Substring) -> String? {
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                guard character == "\"" || character == "\\" else { return nil }
                result.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                guard character != "\"" else { return nil }
                result.append(character)
            }
        }
        return isEscaped ? nil : result
    }
}

extension IdempotencyKey {
    /// The key of a command; `nil` for an operation that is none.
    static func required(
        by operation: OperationDescription,
        in request: IncomingRequest
    ) throws(Problem) -> String? {
        guard operation.isCommand else { return nil }
        guard let text = request.headers.value(of: .idempotencyKey) else {
            throw Problem(
                .idempotencyKeyMissing,
                detail: "Make one up for each command, and repeat it when you repeat the command."
            )
        }
        guard let key = self.parse(text) else {
            throw .badRequest(
                "An Idempotency-Key has \(self.lengths.lowerBound) to \(self.lengths.upperBound) "
                    + "visible ASCII characters."
            )
        }
        return key
    }
}
