import Contracts
import FoundationEssentials
import Kernel

extension ID where Subject == Lot {
    /// What the `balance` table has in its key where there is no lot: all zeros.
    static let none = ID(
        UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    )

    /// `nil` for the identifier that stands for no lot.
    var named: ID? { self == ID.none ? nil : self }
}
