/// The shards over which relays divide the outbox.
package enum OutboxShard {
    /// How many there are; changing it needs an empty outbox, or order is lost for moved keys.
    package static let count: Int16 = 16

    static let all = Array(0..<OutboxShard.count)

    /// FNV-1a of the key: the same in every process, unlike `Hasher`.
    static func of(_ orderingKey: String) -> Int16 {
        let hash = orderingKey.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return Int16((hash ^ hash >> 32) % UInt64(OutboxShard.count))
    }
}
