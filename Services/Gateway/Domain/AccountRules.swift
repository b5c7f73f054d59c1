package import Contracts
package import Kernel

/// What must hold of accounts, whoever changes them.
package enum AccountRules {
    package static let maximumNameLength = 64
    package static let maximumGrants = 50

    /// Why a change to accounts is not made.
    package enum Refusal: Error, Hashable {
        /// A letter or digit, then those and `.`, `_`, `-`, `@`, `+`; 1 to 64 characters.
        case malformedName
        case tooManyGrants
        /// A grant says the same as one before it, or names a warehouse twice.
        case repeatedGrant(index: Int)
        /// Nobody could manage users any more.
        case lastAdministrator
        /// A person cannot take the own rights away.
        case ownAccount
    }

    /// The one form in which a user name is stored and compared.
    package static func normalised(_ name: String) throws(Refusal) -> String {
        let folded = name.lowercased()
        guard (1...Self.maximumNameLength).contains(folded.utf8.count),
            folded.utf8.allSatisfy(Self.isNameByte),
            folded.utf8.first.map(Self.isAlphanumeric) == true
        else { throw .malformedName }
        return folded
    }

    /// Grants with their warehouses in one order, none of them said twice.
    package static func distinct(_ grants: [Grant]) throws(Refusal) -> [Grant] {
        var seen: Set<Grant> = []
        var result: [Grant] = []
        for (index, grant) in grants.enumerated() {
            let unique = Grant(
                scope: grant.scope,
                warehouses: grant.warehouses.map { Set($0).sorted() }
            )
            guard unique.warehouses?.count == grant.warehouses?.count,
                seen.insert(unique).inserted
            else { throw .repeatedGrant(index: index) }
            result.append(unique)
        }
        return result
    }

    /// Checks a change of role or state.
    ///
    /// - Parameter otherAdministrators: How many working administrators there are besides this one.
    package static func check(
        _ change: Account,
        of account: Account,
        by actor: ID<User>?,
        otherAdministrators: Int
    ) throws(Refusal) {
        guard change.grants.count <= Self.maximumGrants else { throw .tooManyGrants }
        guard account.isWorkingAdministrator, !change.isWorkingAdministrator else { return }
        guard otherAdministrators > 0 else { throw .lastAdministrator }
        guard actor != account.id else { throw .ownAccount }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        self.isAlphanumeric(byte) || "._-@+".utf8.contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}
