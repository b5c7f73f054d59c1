extension String {
    /// A text in UTF-8; `nil` where it is none.
    ///
    /// The initializer of the standard library that does the same takes bytes of any kind, and finds
    /// out anew for each text of which.
    package init?(validating bytes: Span<UInt8>) {
        do {
            self.init(copying: try UTF8Span(validating: bytes))
        } catch {
            // Where in the bytes it fails to be a text, nobody here wants to know.
            return nil
        }
    }
}
