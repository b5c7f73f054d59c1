import Contracts
import GatewayDomain
import Kernel

/// Somebody at the door, with what they prove themselves by.
struct Visitor: Sendable {
    var headers: [(String, String)]

    static let nobody = Visitor(headers: [])

    /// A browser with its cookie and its CSRF token.
    init(signedIn answer: Answer) throws {
        let cookie = answer.header("set-cookie")?.prefix { $0 != ";" } ?? ""
        self.headers = [
            ("Cookie", String(cookie)), ("X-CSRF-Token", try answer.text("csrfToken")),
        ]
    }

    static func key(_ secret: String) -> Visitor {
        Visitor(headers: [("X-API-Key", secret)])
    }

    static func token(_ token: String) -> Visitor {
        Visitor(headers: [("Authorization", "Bearer \(token)")])
    }

    /// The same without a header, or with another value of it.
    func with(_ name: String, _ value: String?) -> Visitor {
        Visitor(
            headers: self.headers.filter { $0.0 != name } + (value.map { [(name, $0)] } ?? [])
        )
    }

    private init(headers: [(String, String)]) {
        self.headers = headers
    }
}

/// Somebody with an account.
struct Person: Sendable {
    let id: ID<User>
    let name: String

    /// A phrase that the policy takes.
    static let password = "correct horse battery staple"
}
