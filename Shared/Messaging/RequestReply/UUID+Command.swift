package import Contracts
package import FoundationEssentials
import Kernel

extension UUID {
    /// The identifier of the message of a command: the same whenever one caller repeats one key.
    ///
    /// The operation is no part of it, so that a service that gets the key again for another
    /// operation finds what it was used for, and refuses.
    package static func command(of principal: Principal, key: String) -> UUID {
        .version5(parts: [principal.id.text, key])
    }
}
