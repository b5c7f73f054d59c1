import Kernel

/// The headers `traceparent` and `tracestate` of W3C Trace Context, level 1.
package enum TraceParent {
    package static let parentHeader = "traceparent"
    package static let stateHeader = "tracestate"

    /// The longest `tracestate` that is handed on (section 3.3.1.5); a longer one is dropped whole.
    static let maximumStateLength = 512

    /// Reads the headers of a caller; `nil` when there is no valid `traceparent`, and then the
    /// trace begins anew (section 3.2.4).
    package static func parse(parent: String, state: String? = nil) -> SpanIdentity? {
        let fields = parent.split(separator: "-", omittingEmptySubsequences: false)
        guard fields.count >= 4, self.isReadableVersion(fields[0], fieldCount: fields.count),
            let traceID = TraceID(fields[1]), let spanID = SpanID(fields[2]),
            fields[3].utf8.count == 2, !fields[3].contains(where: \.isUppercase),
            let flags = Hexadecimal.bytes(fields[3])?.first
        else { return nil }
        return SpanIdentity(
            traceID: traceID,
            spanID: spanID,
            isSampled: flags & 1 == 1,
            state: state.flatMap(self.acceptedState)
        )
    }

    package static func format(_ identity: SpanIdentity) -> String {
        "00-\(identity.traceID)-\(identity.spanID)-\(identity.isSampled ? "01" : "00")"
    }

    /// Version 00 has four fields; later versions may add some, and `ff` is forbidden.
    private static func isReadableVersion(_ version: Substring, fieldCount: Int) -> Bool {
        guard version.utf8.count == 2, version != "ff", !version.contains(where: \.isUppercase),
            Hexadecimal.bytes(version) != nil
        else { return false }
        return version != "00" || fieldCount == 4
    }

    private static func acceptedState(_ state: String) -> String? {
        let isPrintable = state.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        return isPrintable && !state.isEmpty && state.utf8.count <= self.maximumStateLength
            ? state : nil
    }
}
