package import Configuration

/// The configuration of one process: command line over environment over secret files over defaults.
package struct ServiceConfiguration: Sendable {
    package let reader: ConfigReader
    package let report: ConfigurationReport
    private let options: [ConfigurationKey]
    private let variables: [String]

    /// - Parameters:
    ///   - options: `--key=value` or `--key value`, as given.
    ///   - environment: All variables; those without the prefix `STOCKBOOK_` and those that are
    ///     empty are passed over.
    ///   - secrets: Usually the files of `/run/secrets`; never shown.
    ///   - defaults: Below everything else.
    package init(
        options: [String] = [],
        environment: [String: String] = [:],
        secrets: [ConfigurationKey: String] = [:],
        defaults: [ConfigurationKey: String] = [:]
    ) throws(ConfigurationError) {
        let given = try CommandLineOptions.parse(options)
        let prefix = ConfigurationKey.environmentPrefix
        let relevant = environment.filter { $0.key.hasPrefix(prefix) && !$0.value.isEmpty }
        let providers: [(ConfigurationSource, any ConfigProvider)] = [
            (.commandLine, InMemoryProvider(.commandLine, given)),
            (
                .environment,
                EnvironmentVariablesProvider(
                    environmentVariables: Dictionary(
                        uniqueKeysWithValues: relevant.map { name, value in
                            (String(name.dropFirst(prefix.count)), value)
                        }
                    )
                )
            ),
            (.secretFile, InMemoryProvider(.secretFile, secrets, areSecret: true)),
            (.builtIn, InMemoryProvider(.builtIn, defaults)),
        ]
        self.report = ConfigurationReport(
            sources: Dictionary(
                uniqueKeysWithValues: providers.map { ($0.1.providerName, $0.0) }
            )
        )
        self.reader = ConfigReader(providers: providers.map(\.1), accessReporter: self.report)
        self.options = Array(given.keys)
        self.variables = Array(relevant.keys)
    }

    /// Variables with our prefix that nothing has read: misspelt, or meant for another process.
    package var unknownVariables: [String] {
        let known = Set(self.report.keys.map(\.environmentName))
        return self.variables.filter { !known.contains($0) }.sorted()
    }

    /// Refuses options that nothing has read.
    package func checkOptions() throws(ConfigurationError) {
        let known = self.report.keys
        let unknown = self.options.filter { !known.contains($0) }
        guard unknown.isEmpty else {
            throw .unknownOptions(unknown.map(\.optionName).sorted())
        }
    }
}

extension InMemoryProvider {
    fileprivate init(
        _ source: ConfigurationSource,
        _ values: [ConfigurationKey: String],
        areSecret: Bool = false
    ) {
        self.init(
            name: source.rawValue,
            values: Dictionary(
                uniqueKeysWithValues: values.map { key, value in
                    (
                        AbsoluteConfigKey(key.configKey),
                        ConfigValue(.string(value), isSecret: areSecret)
                    )
                }
            )
        )
    }
}
