import Contracts
import NIOHTTP1

extension APIClient {
    private struct Credentials: Encodable {
        let name: String
        let password: String
    }

    private struct Session: Decodable {
        let csrfToken: String
    }

    /// Starts a session, as a browser does.
    ///
    /// A session whose beginning was not heard of ends by itself.
    func signIn(as name: String, password: String) async throws -> APIClient {
        let answer = try await self.with([]).send(
            try APIRequest(
                .POST,
                ["v1", "session"],
                json: Credentials(name: name, password: password)
            )
        )
        let token: String = try answer.decode(Session.self).csrfToken
        let cookie = (answer.cookie ?? "").prefix { $0 != ";" }
        return self.with([("cookie", String(cookie)), ("x-csrf-token", token)])
    }

    /// Changes a document that nobody else changes meanwhile.
    ///
    /// A change whose answer was lost is asked for again by the version that it made.
    func change(_ path: [String], _ patch: some Encodable) async throws {
        var pauses = RetryPauses(until: .now + Self.patience)
        while true {
            let version = try await self.send(APIRequest(.GET, path)).version
            do {
                var request = try APIRequest(.PATCH, path, json: patch)
                request.version = version
                _ = try await self.send(request)
                return
            } catch let failure as APIFailure {
                guard failure.problem?.knownCode == .preconditionFailed, try await pauses.wait()
                else {
                    throw failure
                }
            }
        }
    }
}
