/// The headers `traceparent` and `tracestate` of W3C Trace Context, level 1.
package enum TraceParent {
    package static let parentHeader = "traceparent"
    package static let stateHeader = "tracestate"

    /// The longest `tracestate` that is handed on (section 3.3.1.5); a longer one is dropped whole.
    static let maximumStateLength = 512
    /// Of the four fields with their hyphens (section 3.2.2).
    private static let parentLength = 55

    /// Reads the headers of a caller; `nil` when there is no valid `traceparent`, and then the
    /// trace begins anew (section 3.2.4).
    package static func parse(parent: String, state: String? = nil) -> SpanIdentity? {
        let text = Array(parent.utf8)
        guard self.isReadable(text), let traceID = TraceID(text[3..<35]),
            let spanID = SpanID(text[36..<52]), let flags = UInt64(lowerHexadecimal: text[53..<55])
        else { return nil }
        return SpanIdentity(
            traceID: traceID,
            spanID: spanID,
            isSampled: flags & 1 == 1,
            state: state.flatMap(self.acceptedState)
        )
    }

    package static func format(_ identity: SpanIdentity) -> String {
        // Each request needs one, and joining texts takes several times as long.
        var text = Array("00-".utf8)
        text.reserveCapacity(self.parentLength)
        identity.traceID.high.writeLowerHexadecimal(to: &text)
        identity.traceID.low.writeLowerHexadecimal(to: &text)
        text.append(UInt8(ascii: "-"))
        identity.spanID.value.writeLowerHexadecimal(to: &text)
        text.append(contentsOf: identity.isSampled ? "-01".utf8 : "-00".utf8)
        return String(decoding: text, as: UTF8.self)
    }

    /// Version 00 has four fields of fixed length; later versions may add some, and `ff` is
    /// forbidden.
    private static func isReadable(_ text: [UInt8]) -> Bool {
        let hyphen = UInt8(ascii: "-")
        guard text.count >= self.parentLength, text[2] == hyphen, text[35] == hyphen,
            text[52] == hyphen, let version = UInt64(lowerHexadecimal: text[0..<2]), version != 0xFF
        else { return false }
        return text.count == self.parentLength || version > 0 && text[self.parentLength] == hyphen
    }

    private static func acceptedState(_ state: String) -> String? {
        let isPrintable = state.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        return isPrintable && !state.isEmpty && state.utf8.count <= self.maximumStateLength
            ? state : nil
    }
}
