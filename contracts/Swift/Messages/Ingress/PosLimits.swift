/// How much of everything a till may send, as the schemas `pos.*.v1` state it.
package enum PosLimits {
    /// Of a terminal, location, reason, code, lot or serial number.
    package static let name = TextLength(1...64)
    /// Of the note of a document or of a line.
    package static let note = TextLength(0...500)
    /// Lines of one document; the longest receipts of a wholesaler have some 1,200.
    package static let lines = 1...2_000
    /// Serial numbers of one line.
    package static let serials = 0...1_000
}
