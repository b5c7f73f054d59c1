import Configuration
import Foundation
import Logging
import ServiceKit
import Testing

struct ConfigurationTests {
    @Test func `the command line wins over the environment, secrets and defaults`() throws {
        let key: ConfigurationKey = "admin.host"
        let configuration = try ServiceConfiguration(
            options: ["--admin-host=line"],
            environment: ["STOCKBOOK_ADMIN_HOST": "environment", "STOCKBOOK_LOG_LEVEL": "debug"],
            secrets: [key: "secret", "log.level": "error", "postgres.url": "from a file"],
            defaults: [key: "default", "postgres.url": "default", "other.key": "default"]
        )
        let reader = configuration.reader
        #expect(reader.optionalText(key) == "line")
        #expect(reader.optionalText("log.level") == "debug")
        #expect(reader.optionalText("postgres.url") == "from a file")
        #expect(reader.optionalText("other.key") == "default")
        let sources = configuration.report.all.map { "\($0.key): \($0.source.rawValue)" }
        #expect(
            sources == [
                "admin.host: command line", "log.level: environment", "other.key: default",
                "postgres.url: secret file",
            ]
        )
    }

    @Test(arguments: ["0", "65536", "ten", "", "1.5", "9999999999999999999"])
    func `a port out of range is refused with its name and its range`(value: String) throws {
        let reader = try ServiceConfiguration(options: ["--admin-port", value]).reader
        let error = #expect(throws: ConfigurationError.self) {
            try reader.integer("admin.port", default: 1, in: 1...65_535)
        }
        #expect(
            error?.description
                == "STOCKBOOK_ADMIN_PORT must be a whole number in 1...65535, but is \"\(value)\"."
        )
    }

    @Test func `a number that does not parse never becomes the default`() throws {
        let reader = try ServiceConfiguration(environment: [
            "STOCKBOOK_SHUTDOWN_SECONDS": "20s", "STOCKBOOK_TRACE_RATIO": "1.01",
            "STOCKBOOK_LOG_LEVEL": "loud",
        ]).reader
        #expect(throws: ConfigurationError.self) { try ProcessConfiguration(reader: reader) }
        #expect(throws: ConfigurationError.self) { try TracingConfiguration(reader: reader) }
        #expect(throws: ConfigurationError.self) { try ProcessConfiguration.logLevel(reader) }
    }

    @Test func `a missing value says every way to give it`() throws {
        let reader = try ServiceConfiguration().reader
        let error = #expect(throws: ConfigurationError.missing("postgres.url")) {
            try reader.text("postgres.url", isSecret: true)
        }
        let text = try #require(error?.description)
        for way in ["STOCKBOOK_POSTGRES_URL", "--postgres-url", "/run/secrets/postgres-url"] {
            #expect(text.contains(way))
        }
    }

    @Test func `an empty variable counts as not set`() throws {
        let reader = try ServiceConfiguration(environment: ["STOCKBOOK_OTLP_ENDPOINT": ""]).reader
        #expect(try TracingConfiguration(reader: reader).endpoint == nil)
    }

    @Test func `secrets are redacted wherever they come from`() throws {
        let configuration = try ServiceConfiguration(
            environment: ["STOCKBOOK_POSTGRES_URL": "postgresql://ledger:hunter2@db/stockbook"],
            secrets: ["broker.url": "amqp://ledger:hunter3@mq/suite"]
        )
        _ = configuration.reader.optionalText("postgres.url", isSecret: true)
        _ = configuration.reader.optionalText("broker.url")
        #expect(configuration.report.all.map(\.value) == ["[redacted]", "[redacted]"])
    }

    @Test func `a malformed secret is refused without being shown`() throws {
        let reader = try ServiceConfiguration(secrets: ["assertion.key": "hunter2"]).reader
        let error = #expect(throws: ConfigurationError.self) {
            try reader.secretKey("assertion.key", minimumBytes: 32)
        }
        let text = try #require(error?.description)
        #expect(text.contains("64 hexadecimal digits"))
        #expect(!text.contains("hunter2"))
    }

    @Test func `variables that nobody reads are found`() throws {
        let configuration = try ServiceConfiguration(environment: [
            "STOCKBOOK_POSTGRES_URI": "x", "STOCKBOOK_LOG_LEVEL": "info", "HOME": "/root",
        ])
        _ = try ProcessConfiguration(reader: configuration.reader)
        #expect(configuration.unknownVariables == ["STOCKBOOK_POSTGRES_URI"])
    }

    @Test func `options that nobody reads are refused as wrong usage`() throws {
        let configuration = try ServiceConfiguration(options: ["--admin-prot", "1"])
        _ = try ProcessConfiguration(reader: configuration.reader)
        let error = #expect(throws: ConfigurationError.unknownOptions(["--admin-prot"])) {
            try configuration.checkOptions()
        }
        #expect(try ExitStatus(#require(error)) == .usage)
    }

    @Test func `an option keeps its commas and its equals signs`() throws {
        let url = "postgresql://a:1,b:2/stockbook?target_session_attrs=read-write"
        let reader = try ServiceConfiguration(options: ["--postgres-url=\(url)"]).reader
        #expect(reader.optionalText("postgres.url") == url)
    }

    @Test(arguments: [["--"], ["admin"], ["--admin-port"], ["--admin--port=1"], ["-p", "1"]])
    func `what is not an option is refused`(options: [String]) {
        #expect(throws: ConfigurationError.self) { try ServiceConfiguration(options: options) }
    }

    @Test func `startup logs every key and warns of unknown ones`() throws {
        let file = try TemporaryFile()
        let configuration = try ServiceConfiguration(
            environment: ["STOCKBOOK_POSTGRES_URL": "hunter2", "STOCKBOOK_TYPO": "1"]
        )
        _ = configuration.reader.optionalText("postgres.url", isSecret: true)
        var logger = Logger(label: "test")
        logger.handler = JSONLogHandler(label: "test", service: "ledger", output: file.output)
        configuration.log(to: logger)
        configuration.warnOfUnknownVariables(to: logger)
        let lines = try file.lines
        #expect(lines.count == 2)
        #expect(lines[0].contains("\"config.source\":\"environment\""))
        #expect(lines[0].contains("\"config.value\":\"[redacted]\""))
        #expect(lines[1].contains("\"config.name\":\"STOCKBOOK_TYPO\""))
        #expect(!lines.joined().contains("hunter2"))
    }
}
