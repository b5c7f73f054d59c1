/// Why a configuration is refused.
///
/// Names the key and the rule, never the value of a secret.
package enum ConfigurationError: Error, Hashable {
    case missing(ConfigurationKey)
    case invalid(ConfigurationKey, rule: String, value: String?)
    case unreadable(source: String, reason: String)
    case malformedOption(String)
    case unknownOptions([String])

    /// Whether the command line is at fault rather than what it is combined with.
    package var isUsage: Bool {
        switch self {
        case .malformedOption, .unknownOptions: true
        case .missing, .invalid, .unreadable: false
        }
    }
}

extension ConfigurationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let key):
            "\(key.environmentName) is required: set it, give \(key.optionName), or mount it as "
                + "the file /run/secrets/\(key.optionName.dropFirst(2))."
        case .invalid(let key, let rule, let value?):
            "\(key.environmentName) must be \(rule), but is \"\(value)\"."
        case .invalid(let key, let rule, nil):
            "\(key.environmentName) must be \(rule); its value is secret and not shown."
        case .unreadable(let source, let reason):
            "The configuration in \(source) cannot be read: \(reason)"
        case .malformedOption(let option):
            "\"\(option)\" is not an option: write --key=value or --key value."
        case .unknownOptions(let options):
            "Nothing reads \(options.joined(separator: ", "))."
        }
    }
}
