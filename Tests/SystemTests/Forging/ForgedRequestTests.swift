import Contracts
import FoundationEssentials
import Kernel
import Messaging
import TestSupport
import Testing

extension SystemSuite {
    /// What a service thinks of requests that the gateway has never seen.
    @Suite(.timeLimit(.minutes(2))) struct ForgedRequestTests {
        /// A service with something to change and something to read.
        struct Target: Sendable, CustomTestStringConvertible {
            let service: ServiceName
            let command: OperationCall
            let query: OperationCall
            /// How many pieces of what the command makes there are.
            let effects: @Sendable (System) async throws -> Int

            var testDescription: String { self.service.rawValue }
        }

        static let services: [ServiceName] = [.catalog, .ledger, .posIngest]

        @Test func `every service that takes requests is tried`() {
            #expect(Topology.services.filter(\.answers).map(\.name) == Self.services)
        }

        @Test(arguments: services)
        func `a service believes nobody but the gateway`(service: ServiceName) async throws {
            let system = try System.current
            let target = try await target(service, in: system)
            try await RequestSender.run(in: system) { sender in
                for forgery in Forgery.allCases {
                    for call in [target.command, target.query] {
                        let answer = try await sender.send(call, to: service) { question in
                            try forgery.bundle(of: question, masterKey: system.masterKey)
                        }
                        let what = "\(call.operation) with \(forgery.rawValue)"
                        #expect(answer.status == 403, "\(what)")
                        #expect(try problem(answer).knownCode == .forgedPrincipal, "\(what)")
                    }
                }
                #expect(try await target.effects(system) == 0)
                // The same is done when the gateway vouches for it, so nothing else was wrong.
                for call in [target.command, target.query] {
                    let answer = try await vouched(call, by: sender, to: service, in: system)
                    #expect((200..<300).contains(answer.status), "\(call.operation)")
                }
                #expect(try await target.effects(system) == 1)
            }
        }

        @Test(arguments: services)
        func `a service asks for the permission again`(service: ServiceName) async throws {
            let system = try System.current
            let target = try await target(service, in: system)
            try await RequestSender.run(in: system) { sender in
                var call = target.command
                call.principal = forger(Role.viewer.permissions)
                let answer = try await vouched(call, by: sender, to: service, in: system)
                #expect(answer.status == 403)
                #expect(try problem(answer).knownCode == .forbidden)
                #expect(try await target.effects(system) == 0)
            }
        }

        @Test(arguments: services)
        func `a service performs no operation of another`(service: ServiceName) async throws {
            let system = try System.current
            try await RequestSender.run(in: system) { sender in
                let call = OperationCall(operation: "listUsers", principal: forger())
                let answer = try await vouched(call, by: sender, to: service, in: system)
                #expect(answer.status == 404)
            }
        }

        private func vouched(
            _ call: OperationCall,
            by sender: RequestSender,
            to service: ServiceName,
            in system: System
        ) async throws -> OperationResponse {
            let key = system.masterKey.derived(for: service)
            return try await sender.send(call, to: service) { try $0.bundle(key: key) }
        }

        private func problem(_ answer: OperationResponse) throws -> Problem {
            try JSONDecoder().decode(Problem.self, from: Data(answer.body))
        }

        /// Nobody, with all the rights there are.
        private func forger(_ permissions: Set<Permission> = Role.admin.permissions) -> Principal {
            Principal(id: UUID(), kind: .user, name: "forger", permissions: permissions)
        }
    }
}

extension SystemSuite.ForgedRequestTests {
    private func target(_ service: ServiceName, in system: System) async throws -> Target {
        switch service {
        case .catalog: try self.catalog()
        case .ledger: try await self.ledger(in: system)
        default: try await self.posIngest(in: system)
        }
    }

    private func catalog() throws -> Target {
        let name = Unique.word()
        return try self.target(
            .catalog,
            command: ("createCategory", ["name": .string(name)]),
            query: "listCategories",
            found: ("listCategories", ("q", name))
        )
    }

    private func ledger(in system: System) async throws -> Target {
        let article = try await system.article()
        try await eventually("the ledger knows \(article.sku)") {
            try await system.call(Call("getStock", ["sku": article.sku]), by: system.admin)
                .isSuccess
        }
        return try self.target(
            .ledger,
            command: ("postReceipt", Recipe.posting(article)),
            query: "listStock",
            found: ("listMovements", ("sku", article.sku))
        )
    }

    private func posIngest(in system: System) async throws -> Target {
        let name = Unique.word()
        // One that is genuine, so that pos-ingest has heard of the location.
        try await system.make("createSource", json: self.source(Unique.word()))
        return try self.target(
            .posIngest,
            command: ("createSource", self.source(name)),
            query: "listSources",
            found: ("listSources", ("q", name))
        )
    }

    private func source(_ name: String) -> JSONValue {
        ["name": .string(name), "displayName": "A source", "location": .string(System.main)]
    }

    private func target(
        _ service: ServiceName,
        command: (operation: String, body: JSONValue),
        query: String,
        found: (operation: String, parameter: (String, String))
    ) throws -> Target {
        Target(
            service: service,
            command: OperationCall(
                operation: command.operation,
                principal: self.forger(),
                headers: ["content-type": "application/json"],
                body: try MessageCoding.encode(command.body),
                idempotencyKey: Unique.word()
            ),
            query: OperationCall(operation: query, principal: self.forger()),
            effects: { system in
                let call = try Call(found.operation, query: [found.parameter])
                let page = try await system.succeed(call, by: system.admin).json
                return page?["items"]?.elements?.count ?? 0
            }
        )
    }
}
