package import Contracts

/// What an operation answers.
package struct OperationResponse: Sendable {
    package var status: Int
    package var headers: [(String, String)]
    package var body: [UInt8]

    package init(status: Int, headers: [(String, String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A JSON body with sorted keys.
    package static func json(
        _ value: some Encodable,
        status: Int = 200,
        headers: [(String, String)] = []
    ) throws -> OperationResponse {
        OperationResponse(
            status: status,
            headers: [("Content-Type", MessageCoding.contentType)] + headers,
            body: try MessageCoding.encode(value)
        )
    }

    /// A refusal as `application/problem+json`.
    package static func problem(
        _ problem: Problem,
        headers: [(String, String)] = []
    ) -> OperationResponse {
        var response = OperationResponse(
            status: problem.status,
            headers: [("Content-Type", "application/problem+json")] + headers
        )
        do {
            response.body = try MessageCoding.encode(problem)
        } catch {
            // Only a number that JSON has no form for gets here; the code still says enough.
            response.body = Array(
                #"{"code":"\#(problem.code)","status":\#(problem.status)}"#.utf8
            )
        }
        return response
    }

    /// 204, with nothing to say.
    package static let noContent = OperationResponse(status: 204)

    /// The first value of a header, whose name may be in any case.
    package func header(_ name: String) -> String? {
        self.headers.first { header, _ in
            header == name
                || header.utf8.count == name.utf8.count
                    && header.lowercased() == name.lowercased()
        }?.1
    }
}
