/// Why a message waits for a person.
package enum ParkReason: String, Codable, Hashable, Sendable, CaseIterable {
    case malformed
    case unknownKind = "unknown-kind"
    case unknownCode = "unknown-code"
    case ambiguousCode = "ambiguous-code"
    case unknownLocation = "unknown-location"
    case unknownOriginal = "unknown-original"
    case retiredVariant = "retired-variant"
    case sourceDisabled = "source-disabled"
    case clockOutOfRange = "clock-out-of-range"
    case documentConflict = "document-conflict"
    case refusedByLedger = "refused-by-ledger"
}
