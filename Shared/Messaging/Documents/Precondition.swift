package import Contracts

/// What a client believes the version of a document to be.
package enum Precondition {
    /// The `ETag` of a version.
    package static func tag(_ version: Int64) -> (String, String) {
        ("ETag", "\"\(version)\"")
    }

    /// - Throws: 428 where `If-Match` is missing, 412 where the document has another version.
    package static func require(_ version: Int64, of request: OperationRequest) throws(Problem) {
        guard request.headers["if-match"] != nil else {
            throw Problem(
                .preconditionRequired,
                detail: "Send the ETag of the document as it was read in If-Match."
            )
        }
        try self.check(version, of: request)
    }

    /// - Throws: 412 where `If-Match` is given and the document has another version.
    package static func check(_ version: Int64, of request: OperationRequest) throws(Problem) {
        guard let versions = self.versions(of: request), !versions.contains(version) else { return }
        throw .preconditionFailed("The document is at version \(version) now.")
    }

    /// The versions that `If-Match` allows; `nil` where any will do.
    package static func versions(of request: OperationRequest) -> Set<Int64>? {
        guard let tags = request.headers["if-match"] else { return nil }
        // RFC 9110, section 13.1.1: a list of tags, or `*` for any version.
        let given = tags.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
        guard !given.contains("*") else { return nil }
        return given.reduce(into: []) { versions, tag in
            guard tag.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\"") else { return }
            // Written otherwise than by us it is no tag of ours.
            guard let version = Int64(tag.dropFirst().dropLast()), tag == "\"\(version)\"" else {
                return
            }
            versions.insert(version)
        }
    }
}
