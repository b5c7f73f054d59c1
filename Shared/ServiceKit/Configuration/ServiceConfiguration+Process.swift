import FoundationEssentials
package import Logging

extension ServiceConfiguration {
    /// The configuration of this process.
    package static func load(
        options: [String],
        defaults: [ConfigurationKey: String] = [:]
    ) throws(ConfigurationError) -> ServiceConfiguration {
        try ServiceConfiguration(
            options: options,
            environment: ProcessInfo.processInfo.environment,
            secrets: try SecretFiles.read(),
            defaults: defaults
        )
    }

    /// Logs every key that was read and where it came from.
    package func log(to logger: Logger) {
        for entry in self.report.all {
            logger.info(
                "Configuration",
                metadata: [
                    "config.key": "\(entry.key)",
                    "config.value": "\(entry.value ?? "")",
                    "config.source": "\(entry.source.rawValue)",
                ]
            )
        }
    }

    /// Warns of variables nobody reads.
    ///
    /// - Parameter elsewhere: Variables that another subcommand reads.
    package func warnOfUnknownVariables(to logger: Logger, elsewhere: Set<String> = []) {
        for name in self.unknownVariables where !elsewhere.contains(name) {
            logger.warning("Unknown configuration variable", metadata: ["config.name": "\(name)"])
        }
    }
}
