import AMQP
import Foundation

/// A RabbitMQ that a suite has for itself, with a port mapper of its own.
package struct PrivateBroker: Sendable {
    private static let programs = "/usr/lib/rabbitmq/bin"
    private static let startLimit = Duration.seconds(90)

    /// Whether this machine has the server's programs.
    package static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: "\(Self.programs)/rabbitmq-server")
    }

    private let port: Int
    private let folder: PrivateFolder
    private let portMapper: PrivateProcess
    private let process: PrivateProcess
    private let environment: [String: String]

    /// Connects as who may do everything.
    package var url: String { "amqp://guest:guest@127.0.0.1:\(self.port)/%2F" }

    private init(in folder: URL) async throws {
        self.port = try await PrivateFolder.freePort()
        self.folder = try PrivateFolder(in: folder, account: "rabbitmq")
        let mapperPort = try await PrivateFolder.freePort()
        let mapper = ["ERL_EPMD_ADDRESS": "127.0.0.1", "ERL_EPMD_PORT": "\(mapperPort)"]
        let home = self.folder.data.path(percentEncoded: false)
        self.environment = try await mapper.merging(
            [
                "HOME": home,
                "RABBITMQ_NODENAME": "private@127.0.0.1",
                "RABBITMQ_USE_LONGNAME": "true",
                "RABBITMQ_DIST_PORT": "\(PrivateFolder.freePort())",
                "RABBITMQ_MNESIA_BASE": "\(home)/mnesia",
                "RABBITMQ_LOG_BASE": "\(home)/log",
                "RABBITMQ_GENERATED_CONFIG_DIR": "\(home)/generated",
                "RABBITMQ_CONFIG_FILE": "\(home)/rabbitmq.conf",
                "RABBITMQ_CONFIG_FILES": "\(home)/conf.d",
                "RABBITMQ_ADVANCED_CONFIG_FILE": "\(home)/advanced.config",
                "RABBITMQ_CONF_ENV_FILE": "\(home)/environment.conf",
                "RABBITMQ_ENABLED_PLUGINS_FILE": "\(home)/enabled_plugins",
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS":
                    "-kernel inet_dist_use_interface {127,0,0,1}",
                // With input "allowed" the script becomes the Erlang machine, so its number is the
                // one to kill.
                "RABBITMQ_ALLOW_INPUT": "true",
                "RABBITMQ_SERVER_START_ARGS": "-noinput",
            ]
        ) { own, _ in own }
        self.portMapper = PrivateProcess(
            "epmd",
            in: self.folder,
            command: ["epmd"],
            environment: mapper
        )
        self.process = PrivateProcess(
            "rabbitmq",
            in: self.folder,
            command: ["\(Self.programs)/rabbitmq-server"],
            environment: self.environment
        )
        try self.configure()
    }

    private func configure() throws {
        for name in ["mnesia", "log", "generated", "conf.d"] { try self.folder.makeFolder(name) }
        let settings = """
            listeners.tcp.1 = 127.0.0.1:\(self.port)
            loopback_users = none
            disk_free_limit.absolute = 1MB
            log.file = false
            log.console = true

            """
        try self.folder.write(settings, to: "rabbitmq.conf")
        // A dead letter whose queue is missing is tried again after this, not after three minutes.
        try self.folder.write(
            "[{rabbit, [{dead_letter_worker_publisher_confirm_timeout, 1000}]}].\n",
            to: "advanced.config"
        )
        try self.folder.write("[].\n", to: "enabled_plugins")
        try self.folder.write("", to: "environment.conf")
        try self.folder.write(UUID().uuidString, to: ".erlang.cookie")
    }

    /// Starts the broker and waits until it takes connections.
    package func start() async throws {
        try await self.process.start()
        let configuration = BrokerConfiguration(
            url: self.url,
            connectionName: "start",
            limits: BrokerLimits(
                backoff: Backoff(base: .milliseconds(100), limit: .milliseconds(400))
            )
        )
        try await withRunning(BrokerConnection(configuration)) { connection in
            try await eventually("RabbitMQ answers", within: Self.startLimit) {
                connection.isReady
            }
        }
    }

    /// Ends the process of the broker at once; `control(["stop"])` ends it in good order.
    package func stop(_ signal: Int32) async throws {
        try await self.process.end(signal)
    }

    /// Halts the broker where it is until ``resume()``; its connections stay open.
    package func freeze() {
        self.process.signal(SIGSTOP)
    }

    package func resume() {
        self.process.signal(SIGCONT)
    }

    /// Lets the broker's own tool do something.
    package func control(_ arguments: [String]) async throws {
        let tool = ["\(Self.programs)/rabbitmqctl", "--quiet"]
        try await self.folder.run(tool + arguments, environment: self.environment)
    }

    /// Runs `body` with a running broker, which is gone afterwards.
    package static func run(_ body: (PrivateBroker) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let broker = try await PrivateBroker(in: folder)
            try await broker.portMapper.start()
            do {
                try await broker.start()
                try await body(broker)
            } catch {
                try await broker.end()
                throw error
            }
            try await broker.end()
        }
    }

    private func end() async throws {
        try await self.process.end(SIGKILL)
        try await self.portMapper.end(SIGKILL)
    }
}
