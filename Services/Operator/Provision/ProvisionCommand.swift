import ArgumentParser
import AsyncHTTPClient
import Contracts
import Messaging
import Subprocess
import SystemPackage

/// `stockbookctl provision`: what has to be there before a service starts.
struct ProvisionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provision",
        abstract:
            "Set up database and broker, migrate every schema; running it again changes nothing.",
        shouldDisplay: false
    )
    /// The most that is shown of what a migration said.
    private static let maximumOutputBytes = 256 * 1_024

    @OptionGroup var option: StateOption

    func run() async throws {
        let suite = try self.option.suite()
        try Console.standard.write("    preparing the database")
        try await DatabaseProvisioning(suite: suite).run()
        try Console.standard.write("    importing the broker's topology")
        try await self.importTopology(of: suite)
        for service in Suite.services {
            try Console.standard.write("    migrating \(service.rawValue)")
            try await self.migrate(service, of: suite)
        }
    }

    private func importTopology(of suite: Suite) async throws {
        var passwords: [String: String] = [:]
        for user in Topology.users {
            passwords[user.name] = try suite.folder.secret("broker-\(user.name)")
        }
        let definitions = try Topology.definitions(passwords: passwords)
        try await ManagementAPI(suite.brokerAPI, client: .shared).importDefinitions(definitions)
    }

    private func migrate(_ service: ServiceName, of suite: Suite) async throws {
        let program = suite.folder.program(service.rawValue)
        let environment = try suite.migrationEnvironment(of: service)
        let result = try await Subprocess.run(
            .path(FilePath(program)),
            arguments: ["migrate"],
            environment: .exactly(environment),
            output: .string(limit: Self.maximumOutputBytes),
            error: .combinedWithOutput
        )
        guard result.terminationStatus.isSuccess else {
            throw OperatorFailure(
                "the migration of \(service.rawValue) failed:\n\(result.standardOutput)",
                next: "repair what it names, then ./stockbook up"
            )
        }
    }
}
