import ArgumentParser
import Contracts
import Postgres
import ServiceLifecycle
import Testing

@testable import ServiceKit

struct CommandLineTests {
    /// A service with nothing of its own.
    private enum Idle: StockbookService {
        static let name = ServiceName.ledger
        static let migrations: [Migration] = []
        static func services(_ context: ServiceContext) -> [any Service] { [] }
    }

    private typealias Line = ServiceCommandLine<Idle>

    @Test(arguments: [
        [], ["serve"], ["--admin-port", "9400"], ["serve", "--admin-port=9400"],
    ])
    func `serve is what happens without a subcommand`(arguments: [String]) async throws {
        let command = try await Line.asyncParseAsRoot(arguments)
        let serve = try #require(command as? ServeCommand<Idle>)
        #expect(serve.options == arguments.filter { $0 != "serve" })
    }

    @Test func `migrate takes settings as well`() async throws {
        let command = try await Line.asyncParseAsRoot(["migrate", "--migration-url=x"])
        let migrate = try #require(command as? MigrateCommand<Idle>)
        #expect(migrate.options == ["--migration-url=x"])
    }

    @Test(arguments: [
        (["stray"], ServiceKit.ExitStatus.usage), (["--log-level"], .usage),
        (["--log-level=loud"], .configuration), (["--trace-ratio=2"], .configuration),
    ])
    func `what is wrong with the settings decides the exit status`(
        options: [String],
        status: ServiceKit.ExitStatus
    ) async throws {
        let error = await #expect(throws: ExitCode.self) {
            try await ServiceProcess<Idle>(options: options).serve()
        }
        #expect(error?.rawValue == status.rawValue)
    }

    @Test func `the help and the version name the service`() {
        #expect(Line.helpMessage().contains("ledger"))
        #expect(Line.configuration.version == ServiceVersion.current)
    }
}
