package import Configuration

/// One configuration key and the three names an operator can give it by.
///
/// Keys are dotted words in lower case, so that each form can be read back: `postgres.url` is
/// `--postgres-url` on the command line, `STOCKBOOK_POSTGRES_URL` in the environment and the file
/// `/run/secrets/postgres-url`.
package struct ConfigurationKey: Hashable, Sendable {
    package let words: [String]

    package init(_ dotted: String) {
        self.words = dotted.split(separator: ".").map(String.init)
    }

    package static let environmentPrefix = "STOCKBOOK_"

    package var environmentName: String {
        Self.environmentPrefix + self.words.joined(separator: "_").uppercased()
    }

    package var optionName: String { "--" + self.words.joined(separator: "-") }

    package var configKey: ConfigKey { ConfigKey(self.words) }

    /// Reads `--postgres-url`; `nil` for anything that is not an option.
    package init?(option: some StringProtocol) {
        guard option.hasPrefix("--") else { return nil }
        let words = option.dropFirst(2).split(separator: "-", omittingEmptySubsequences: false)
        guard words.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.words = words.map { $0.lowercased() }
    }
}

extension ConfigurationKey: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) {
        self.init(value)
    }
}

extension ConfigurationKey: CustomStringConvertible {
    package var description: String { self.words.joined(separator: ".") }
}
