import FoundationEssentials
import Kernel

/// How a file of sales is to be read: which codes are goods, and where the shop is.
///
/// A code is a charge when a pattern of ``charges`` describes the whole of it, else goods when one of
/// ``stock`` does, else a charge. Case counts for nothing in patterns, as it does in the list of a
/// source; the codes themselves keep theirs.
struct RetailRules: Codable, Hashable, Sendable {
    struct Pattern: Codable, Hashable, Sendable {
        /// A regular expression over the whole code.
        let pattern: String
        /// What it stands for, for people.
        let about: String?
    }

    /// What the file of rules is about, for people.
    let about: String?
    /// The zone of the times in the file, such as `Europe/London`.
    let timeZone: String
    let currency: Currency
    /// Why goods are gone whose row has a negative quantity and no cancellation.
    let writeOffReason: String
    let stock: [Pattern]
    let charges: [Pattern]

    /// - Throws: ``OperatorFailure`` naming what is wrong with the file.
    static func read(from path: String) throws -> Self {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw OperatorFailure("\(path) cannot be read", next: "name a file of rules")
        }
        do {
            return try JSONDecoder().decode(Self.self, from: bytes)
        } catch {
            throw OperatorFailure(
                "\(path) is not a file of rules: \(error)",
                next: "write it as deploy/examples/online-retail-rules.json"
            )
        }
    }

    func clock() throws -> ShopClock {
        guard let clock = ShopClock(zone: self.timeZone) else {
            throw OperatorFailure(
                "the rules name the time zone \(self.timeZone), which is not known",
                next: "write it as Europe/London"
            )
        }
        return clock
    }
}
