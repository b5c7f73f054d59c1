import Foundation

/// The URL of a server, from which those of its users are derived.
struct ServerURL: Hashable, Sendable, CustomStringConvertible {
    private var components: URLComponents

    init(_ text: String, named variable: String) throws {
        guard let components = URLComponents(string: text), components.host != nil else {
            throw OperatorFailure(
                "\(variable) is not a URL",
                next: "write it as scheme://user:password@host:port"
            )
        }
        self.components = components
    }

    /// The same server, as another user, in another database or virtual host.
    func signedIn(as user: String, password: String, at place: String) -> Self {
        var url = self
        url.components.user = user
        url.components.password = password
        url.components.path = "/\(place)"
        return url
    }

    /// The same server and user, in another database.
    func at(_ place: String) -> Self {
        var url = self
        url.components.path = "/\(place)"
        return url
    }

    /// The same URL without the password.
    var withoutPassword: Self {
        var url = self
        url.components.password = nil
        return url
    }

    /// The same server without the credentials, which belong into a header.
    var withoutCredentials: Self {
        var url = self
        url.components.user = nil
        url.components.password = nil
        return url
    }

    /// User and password, decoded.
    var credentials: (user: String, password: String) {
        (self.components.user ?? "", self.components.password ?? "")
    }

    var description: String { self.components.string ?? "" }
}
