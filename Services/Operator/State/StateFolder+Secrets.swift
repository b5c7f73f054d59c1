import Foundation

extension StateFolder {
    /// The secret `name`; `nil` where none has been made.
    func secretIfMade(_ name: String) -> String? {
        let bytes = FileManager.default.contents(atPath: self.secretPath(name))
        let text = bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\n").first.map(String.init)
    }

    /// Keeps a secret for the account only.
    ///
    /// - Throws: ``OperatorFailure`` where the folder cannot be written.
    func keep(_ secret: String, as name: String) throws {
        let isKept = FileManager.default.createFile(
            atPath: self.secretPath(name),
            contents: Data("\(secret)\n".utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard isKept else {
            throw OperatorFailure(
                "the secret \(name) cannot be kept in \(self.path)/secrets",
                next: "call ./stockbook as the user who called ./stockbook up"
            )
        }
        try self.give(self.secretPath(name))
    }

    /// Hands a file that root has made to the account that owns the folder of secrets.
    private func give(_ path: String) throws {
        guard geteuid() == 0 else { return }
        let owner = try FileManager.default.attributesOfItem(atPath: "\(self.path)/secrets")
        let kept = owner.filter { [.ownerAccountID, .groupOwnerAccountID].contains($0.key) }
        try FileManager.default.setAttributes(kept, ofItemAtPath: path)
    }

    private func secretPath(_ name: String) -> String { "\(self.path)/secrets/\(name)" }
}
