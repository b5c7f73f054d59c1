import Contracts
import Messaging

/// What a client believes the version of a document to be.
enum Precondition {
    /// The `ETag` of a version.
    static func tag(_ version: Int64) -> (String, String) {
        ("ETag", "\"\(version)\"")
    }

    /// - Throws: 428 where `If-Match` is missing, 412 where the document has another version.
    static func require(_ version: Int64, of request: OperationRequest) throws(Problem) {
        guard request.headers["if-match"] != nil else {
            throw Problem(
                .preconditionRequired,
                detail: "Send the ETag of the document as it was read in If-Match."
            )
        }
        try self.check(version, of: request)
    }

    /// - Throws: 412 where `If-Match` is given and the document has another version.
    static func check(_ version: Int64, of request: OperationRequest) throws(Problem) {
        guard let tags = request.headers["if-match"] else { return }
        // RFC 9110, section 13.1.1: a list of tags, or `*` for any version.
        let given = tags.split(separator: ",").map { tag in
            String(tag.filter { !$0.isWhitespace })
        }
        guard given.contains("*") || given.contains("\"\(version)\"") else {
            throw .preconditionFailed("The document is at version \(version) now.")
        }
    }
}
