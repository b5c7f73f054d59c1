import Kernel

/// Secrets made by this tool.
enum RandomSecret {
    static let bytes = 32

    /// 256 random bits as hexadecimal digits, which need no escaping in a URL.
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return Hexadecimal.text(
            (0..<Self.bytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        )
    }
}
