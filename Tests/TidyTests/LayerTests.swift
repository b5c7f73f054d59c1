import Testing

@Suite struct LayerTests {
    /// C libraries, and the only folder that may import each.
    private static let wrappers = [
        "CPostgres": "Shared/Postgres/",
        "CRabbitMQ": "Shared/AMQP/",
        "CArgon2": "Services/Gateway/",
    ]

    /// What the rules of a service may know.
    private static let domainImports: Set<String> = [
        "Contracts", "Foundation", "FoundationEssentials", "Kernel",
    ]

    @Test func `a C library is imported by its wrapper only`() {
        expectNone(
            self.imports { path, module in
                guard let home = Self.wrappers[module], !path.hasPrefix(home) else { return nil }
                return "\(module) is imported in \(home) only"
            }
        )
    }

    @Test func `no service imports another`() {
        let services = SourceTree.services.flatMap { [$0, "\($0)Domain"] }
        expectNone(
            self.imports { path, module in
                guard path.hasPrefix("Services/") || path.hasPrefix("Shared/"),
                    services.contains(module),
                    !path.hasPrefix("Services/\(Self.service(of: module))/")
                else { return nil }
                return "\(module) belongs to another service: keep a projection of its events"
            }
        )
    }

    @Test func `a domain is pure`() {
        expectNone(
            self.imports { path, module in
                guard path.hasPrefix("Services/"), path.contains("/Domain/"),
                    !Self.domainImports.contains(module)
                else { return nil }
                return
                    "a domain imports \(Self.domainImports.sorted().joined(separator: ", ")) only"
            }
        )
    }

    @Test func `a message handler does not wait`() {
        let handlers = SourceTree.swiftFiles.filter {
            $0.path.hasPrefix("Services/") && $0.path.contains("/Messaging/")
                && $0.name.hasSuffix("Handler")
        }
        expectNone(
            handlers.flatMap { file in
                file.code.enumerated().filter { $0.element.contains("await ") }.map {
                    Violation(
                        path: file.path,
                        line: $0.offset + 1,
                        rule: "a handler holds locks, so it does not await"
                    )
                }
            }
        )
    }

    /// Violations among all imports, by a rule over the importing path and the module.
    private func imports(_ rule: (_ path: String, _ module: String) -> String?) -> [Violation] {
        SourceTree.swiftFiles.flatMap { file in
            file.imports.compactMap { module, line in
                rule(file.path, module).map { Violation(path: file.path, line: line, rule: $0) }
            }
        }
    }

    private static func service(of module: String) -> String {
        module.hasSuffix("Domain") ? String(module.dropLast("Domain".count)) : module
    }
}
