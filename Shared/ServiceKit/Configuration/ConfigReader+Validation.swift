package import Configuration
import Kernel

/// Values with a rule: each reader returns a value that obeys it or throws an error that names the
/// key and the rule.
///
/// Keys are absolute; the plain methods of `ConfigReader` fall back to the default when a value does
/// not parse, which turns a typing mistake into a surprise.
extension ConfigReader {
    package func text(
        _ key: ConfigurationKey,
        isSecret: Bool = false
    ) throws(ConfigurationError) -> String {
        guard let value = self.optionalText(key, isSecret: isSecret) else {
            throw .missing(key)
        }
        return value
    }

    package func text(_ key: ConfigurationKey, default fallback: String) -> String {
        self.string(forKey: key.configKey, default: fallback)
    }

    package func optionalText(_ key: ConfigurationKey, isSecret: Bool = false) -> String? {
        self.string(forKey: key.configKey, isSecret: isSecret)
    }

    package func integer(
        _ key: ConfigurationKey,
        default fallback: Int,
        in range: ClosedRange<Int>
    ) throws(ConfigurationError) -> Int {
        try self.parsed(key, default: fallback, rule: "a whole number in \(range)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A duration given as a whole number of seconds.
    package func seconds(
        _ key: ConfigurationKey,
        default fallback: Int,
        in range: ClosedRange<Int>
    ) throws(ConfigurationError) -> Duration {
        .seconds(
            try self.parsed(key, default: fallback, rule: "whole seconds in \(range)") { text in
                Int(text).flatMap { range.contains($0) ? $0 : nil }
            }
        )
    }

    package func fraction(
        _ key: ConfigurationKey,
        default fallback: Double,
        in range: ClosedRange<Double>
    ) throws(ConfigurationError) -> Double {
        try self.parsed(key, default: fallback, rule: "a number in \(range)") { text in
            Double(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    package func flag(
        _ key: ConfigurationKey,
        default fallback: Bool
    ) throws(ConfigurationError) -> Bool {
        try self.parsed(key, default: fallback, rule: "true or false", Bool.init)
    }

    /// One of the raw values of an enum.
    package func choice<Value: RawRepresentable<String> & CaseIterable & CustomStringConvertible>(
        _ key: ConfigurationKey,
        default fallback: Value
    ) throws(ConfigurationError) -> Value {
        let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return try self.parsed(key, default: fallback, rule: "one of \(names)") { text in
            Value(rawValue: text.lowercased())
        }
    }

    /// A secret of at least `minimumBytes`, in hexadecimal.
    package func secretKey(
        _ key: ConfigurationKey,
        minimumBytes: Int
    ) throws(ConfigurationError) -> [UInt8] {
        let text = try self.text(key, isSecret: true)
        guard let bytes = Hexadecimal.bytes(text), bytes.count >= minimumBytes else {
            let rule = "at least \(minimumBytes * 2) hexadecimal digits (\(minimumBytes) bytes)"
            throw .invalid(key, rule: rule, value: nil)
        }
        return bytes
    }

    private func parsed<Value: CustomStringConvertible>(
        _ key: ConfigurationKey,
        default fallback: Value,
        rule: String,
        _ parse: (String) -> Value?
    ) throws(ConfigurationError) -> Value {
        let text = self.string(forKey: key.configKey, default: fallback.description)
        guard let value = parse(text) else {
            throw .invalid(key, rule: rule, value: text)
        }
        return value
    }
}
