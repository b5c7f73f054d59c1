import Contracts
import Testing

/// Somebody who calls, with what they prove it by.
struct Caller: Sendable {
    let name: String
    /// What they may do, by the role they were given; `nil` for nobody.
    let principal: Principal?
    /// What goes with each of their requests.
    let headers: [(String, String)]

    /// Who has not signed in.
    static let nobody = Caller(name: "nobody", principal: nil, headers: [])

    var isPerson: Bool { self.principal?.kind == .user }
}

extension Caller: CustomTestStringConvertible {
    var testDescription: String { self.name }
}
