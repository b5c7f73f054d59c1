import Contracts
import Crypto
import Kernel
import LedgerDomain

/// The hash of the balances of a period: SHA-256 of one record of 56 bytes for each.
///
/// A record is variant, place and lot, 16 bytes each, the lot all zeros where there is none, and the
/// quantity in ten-thousandths of the base unit as a signed number of 8 bytes, big-endian. Records come
/// in the order of their bytes. This is never changed: the hashes are what others keep.
struct PeriodHash {
    private var hash = SHA256()
    private(set) var count: Int64 = 0

    /// Adds the next balance, in order.
    mutating func add(_ key: Balance.Key, _ onHand: Quantity) {
        let lot = key.lot ?? .none
        let halves = [
            key.variant.head, key.variant.tail, key.location.head, key.location.tail, lot.head,
            lot.tail, UInt64(bitPattern: onHand.tenThousandths),
        ]
        self.hash.update(
            data: halves.flatMap { half in
                stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> $0) }
            }
        )
        self.count += 1
    }

    consuming func finish() -> [UInt8] { Array(self.hash.finalize()) }
}
