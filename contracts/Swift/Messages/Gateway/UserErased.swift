package import Kernel

/// A person is to be forgotten: whoever keeps their name beside what they did removes it.
package struct UserErased: Contract, Hashable {
    package static let type = "gateway.user.erased.v1"
    package static let destination = Destination.event(of: .gateway)

    /// Stays, so that what one person did is still told from what others did.
    package let userId: ID<User>
    package let erasedAt: Timestamp
    /// The version of the account that nobody is behind any more.
    package let version: Int64

    package init(
        userId: ID<User>,
        erasedAt: Timestamp,
        version: Int64
    ) {
        self.userId = userId
        self.erasedAt = erasedAt
        self.version = version
    }
}
