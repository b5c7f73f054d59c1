extension Suite {
    /// The secret under which the operator's API key is kept.
    static let apiKeySecret = "operator-api-key"

    /// The gateway of this Stockbook.
    func apiClient() throws -> APIClient {
        APIClient(
            base: try self.gatewayURL(),
            key: try self.folder.secret(Self.apiKeySecret)
        )
    }
}
