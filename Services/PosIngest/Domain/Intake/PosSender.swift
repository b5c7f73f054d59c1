package import Contracts

/// Who published a message and what kind it claims to be, as the routing key says.
///
/// The broker lets a user publish under no other name than the own one, so this is proof.
package struct PosSender: Hashable, Sendable {
    package let source: String
    /// `nil` for a kind that is not known.
    package let kind: PosMessageKind?
    package let kindText: String

    /// Reads `pos.v1.<source>.<kind>`.
    package init?(routingKey: String) {
        let parts = routingKey.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "pos", parts[1] == "v1", !parts[2].isEmpty else {
            return nil
        }
        self.source = String(parts[2])
        self.kindText = String(parts[3])
        self.kind = PosMessageKind(rawValue: self.kindText)
    }
}
