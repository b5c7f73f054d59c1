package import Configuration
package import Logging

/// What every process is told about itself, whatever service it runs.
///
/// ## Configuration keys
/// - `log.level` (trace, debug, info, notice, warning, error, critical; default info).
/// - `admin.host` (string, default 127.0.0.1): where health and metrics are served.
/// - `admin.port` (int, default 9400, 0...65535): 0 lets the system choose.
/// - `shutdown.seconds` (int, default 20, 1...600): how long a stop may drain.
/// - `outbox.age.seconds` (int, default 60, 1...86400): an older unpublished message is not ready.
package struct ProcessConfiguration: Sendable {
    package var logLevel: Logger.Level
    package var adminHost: String
    package var adminPort: Int
    package var shutdownTimeout: Duration
    package var maximumOutboxAge: Duration

    package init(
        logLevel: Logger.Level = .info,
        adminHost: String = "127.0.0.1",
        adminPort: Int = 9_400,
        shutdownTimeout: Duration = .seconds(20),
        maximumOutboxAge: Duration = .seconds(60)
    ) {
        self.logLevel = logLevel
        self.adminHost = adminHost
        self.adminPort = adminPort
        self.shutdownTimeout = shutdownTimeout
        self.maximumOutboxAge = maximumOutboxAge
    }

    package init(reader: ConfigReader) throws(ConfigurationError) {
        self.init(
            logLevel: try Self.logLevel(reader),
            adminHost: reader.text("admin.host", default: "127.0.0.1"),
            adminPort: try reader.integer("admin.port", default: 9_400, in: 0...65_535),
            shutdownTimeout: try reader.seconds("shutdown.seconds", default: 20, in: 1...600),
            maximumOutboxAge: try reader.seconds(
                "outbox.age.seconds",
                default: 60,
                in: 1...86_400
            )
        )
    }

    /// Read before anything else, since everything else logs.
    package static func logLevel(_ reader: ConfigReader) throws(ConfigurationError) -> Logger.Level
    {
        try reader.choice("log.level", default: .info)
    }
}
