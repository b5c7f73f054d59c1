extension SourceAccess {
    /// The URL of a source as which this tool publishes, with a password that it keeps.
    ///
    /// - Throws: ``OperatorFailure`` where the broker user belongs to somebody else.
    func keptURL(of name: String) async throws -> String {
        let secret = "source-\(name)"
        if let password = self.suite.folder.secretIfMade(secret) {
            return try await self.open(name, password: password)
        }
        guard try await !self.users.exists(name) else {
            throw OperatorFailure(
                "the broker user \(name) exists, and its password is not ours to change",
                next: "use another source, or remove the user from the broker"
            )
        }
        let password = RandomSecret.make()
        try self.suite.folder.keep(password, as: secret)
        return try await self.open(name, password: password)
    }
}
