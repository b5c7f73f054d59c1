import Contracts

/// A principal in the form in which it travels; requests of one principal share the object.
final class PrincipalText: Sendable {
    /// The principal in JSON.
    let bytes: [UInt8]

    init(_ principal: Principal) throws {
        self.bytes = try MessageCoding.encode(principal)
    }
}
