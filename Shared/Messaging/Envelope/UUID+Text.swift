package import FoundationEssentials

extension UUID {
    /// The hyphenated form in lower case, as RFC 9562, section 4 asks.
    package var text: String { self.uuidString.lowercased() }
}
