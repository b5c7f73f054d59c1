/// What is there before the first sale.
///
/// From 1 to 240 of each SKU, by a hash of its bytes: the same on every machine and in every file.
/// Often too little on purpose, so that the ledger has to show what was sold without being there.
enum OpeningStock {
    static let largest: UInt64 = 240

    static func quantity(of sku: String) -> Int {
        // FNV-1a, 64 bits.
        let hash = sku.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return Int((hash >> 16) % Self.largest) + 1
    }
}
