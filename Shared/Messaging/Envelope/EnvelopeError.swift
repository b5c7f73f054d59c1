/// Why a delivery is not a message of the house.
///
/// Final: the same delivery is refused again.
package enum EnvelopeError: Error, Hashable {
    /// A property that every message has is absent.
    case missing(String)
    /// A property is there and cannot be read.
    case malformed(String)
}
