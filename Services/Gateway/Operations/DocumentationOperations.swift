import Messaging

/// Serves the contract for programs.
struct GetOpenAPI: LocalOperation {
    static let id = "getOpenAPI"

    let document: ContractReference

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        let headers = [("ETag", self.document.entityTag), ("Cache-Control", "no-cache")]
        if request.message.headers["if-none-match"] == self.document.entityTag {
            return OperationResponse(status: 304, headers: headers)
        }
        return OperationResponse(
            status: 200,
            headers: [("Content-Type", "application/json")] + headers,
            body: self.document.json
        )
    }
}

/// Serves the contract for people.
struct GetDocs: LocalOperation {
    static let id = "getDocs"

    private let html: [UInt8]

    init(_ page: ReferencePage) {
        self.html = Array(page.html.utf8)
    }

    func respond(to request: GatewayRequest) async throws -> OperationResponse {
        OperationResponse(
            status: 200,
            headers: [
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Security-Policy", ReferencePage.contentSecurityPolicy),
            ],
            body: self.html
        )
    }
}
