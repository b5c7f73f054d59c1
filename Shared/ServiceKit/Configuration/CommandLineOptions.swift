/// Reads `--key=value` and `--key value`.
///
/// A value keeps its commas, unlike in `CommandLineArgumentsProvider`: connection URLs list hosts
/// with commas.
enum CommandLineOptions {
    static func parse(_ options: [String]) throws(ConfigurationError) -> [ConfigurationKey: String]
    {
        var values: [ConfigurationKey: String] = [:]
        var rest = options[...]
        while let option = rest.popFirst() {
            let parts = option.split(
                separator: "=",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard let name = parts.first, let key = ConfigurationKey(option: name) else {
                throw .malformedOption(option)
            }
            guard let value = parts.count == 2 ? String(parts[1]) : rest.popFirst() else {
                throw .malformedOption(option)
            }
            values[key] = value
        }
        return values
    }
}
