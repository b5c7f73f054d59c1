// swift-tools-version: 6.3

import PackageDescription

let package = Package(
    name: "stockbook",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "catalog", targets: ["Catalog"]),
        .executable(name: "ledger", targets: ["Ledger"]),
        .executable(name: "pos-ingest", targets: ["PosIngest"]),
        .executable(name: "gateway", targets: ["Gateway"]),
        .executable(name: "stockbookctl", targets: ["Operator"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections.git", exact: "1.6.0"),
        .package(
            url: "https://github.com/apple/swift-configuration.git",
            exact: "1.4.0",
            traits: [.defaults, "CommandLineArguments", "Logging"]
        ),
        .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing.git", exact: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift.git", exact: "0.2.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", exact: "1.37.0"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle.git",
            exact: "2.13.0"
        ),
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", exact: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system.git", exact: "1.8.1"),
        .package(url: "https://github.com/vapor/jwt-kit.git", exact: "5.7.1"),
    ],
    targets: [
        // MARK: Shared
        .c("CPostgres", "libpq"),
        .c("CRabbitMQ", "librabbitmq"),
        .c("CArgon2", "libargon2"),
        .shared("Kernel"),
        .shared("Tabular"),
        .shared("Sealing", ["Kernel", .crypto]),
        .target(
            name: "Contracts",
            dependencies: ["Kernel"],
            path: "contracts",
            exclude: ["bundles.md", "events.asyncapi.yaml", "schemas", "examples"],
            sources: ["Swift"],
            resources: [.copy("gateway.openapi.yaml")]
        ),
        .shared(
            "Postgres",
            ["CPostgres", "Kernel", .collections, .crypto, .lifecycle, .logging, .metrics]
        ),
        .shared("SealStore", ["Kernel", "Postgres", "Sealing"]),
        .shared("AMQP", ["CRabbitMQ", "Kernel", .collections, .logging, .metrics, .lifecycle]),
        .shared(
            "Messaging",
            [
                "AMQP", "Contracts", "Kernel", "Postgres", .collections, .crypto, .lifecycle,
                .logging, .metrics, .tracing,
            ],
            resources: [.embedInCode("Migrations")]
        ),
        .shared(
            "ServiceKit",
            [
                "AMQP", "Contracts", "Kernel", "Messaging", "Postgres", .argumentParser,
                .asyncHTTPClient, .configuration, .httpTypes, .hummingbird, .lifecycle, .logging,
                .metrics, .nio, .nioHTTP1, .tracing, .unixSignals,
            ],
            resources: [.embedInCode("VERSION")]
        ),
        .shared(
            "TestSupport",
            [
                "AMQP", "Contracts", "Kernel", "Messaging", "Postgres", .asyncHTTPClient,
                .httpTypes, .hummingbird, .lifecycle, .logging, .nio, .nioHTTP1, .nioPosix, .yams,
            ]
        ),

        // MARK: Services
        .domain(of: "Catalog"),
        .service("Catalog", ["Tabular"]),
        .domain(of: "Ledger"),
        .service("Ledger", ["SealStore", "Sealing", .argumentParser, .collections, .crypto]),
        .domain(of: "PosIngest"),
        .service("PosIngest", [.crypto]),
        .domain(of: "Gateway"),
        .service(
            "Gateway",
            [
                "CArgon2", "Tabular", .crypto, .hummingbirdCore, .hummingbirdTLS,
                .instrumentation, .jwtKit, .nio, .nioHTTP1, .nioPosix, .nioSSL, .tracing, .yams,
            ]
        ),
        .executableTarget(
            name: "Operator",
            dependencies: [
                "AMQP", "Contracts", "Kernel", "Messaging", "Postgres", "Tabular", .argumentParser,
                .asyncHTTPClient, .crypto, .histogram, .logging, .nio, .nioHTTP1, .nioPosix,
                .subprocess, .systemPackage, .unixSignals, "SealStore", "Sealing",
            ],
            path: "Services/Operator",
            exclude: ["README.md"]
        ),
        // MARK: Tests
        .tests(of: "AMQP", ["Kernel", "TestSupport", .lifecycle, .logging]),
        .tests(of: "Postgres", ["Kernel", "TestSupport", .inMemoryLogging, .logging]),
        .tests(of: "PosIngestDomain", ["Contracts", "Kernel"]),
        .tests(
            of: "PosIngest",
            ["Contracts", "Kernel", "Messaging", "PosIngestDomain", "Postgres", "TestSupport"]
        ),
        .tests(of: "Kernel"),
        .tests(of: "Sealing", ["Kernel"]),
        .tests(of: "GatewayDomain", ["Contracts", "Kernel"]),
        .tests(
            of: "Gateway",
            [
                "AMQP", "Contracts", "GatewayDomain", "Kernel", "Messaging", "Postgres",
                "ServiceKit", "Tabular", "TestSupport", .asyncHTTPClient, .inMemoryLogging, .jwtKit,
                .lifecycle, .logging, .nio, .nioHTTP1, .nioPosix, .nioSSL, .subprocess,
            ]
        ),
        .tests(of: "Tabular", ["Kernel"]),
        .tests(
            of: "Contracts",
            suite: "ContractTests",
            ["AMQP", "Kernel", "Messaging", "TestSupport", .yams]
        ),
        .tests(of: "CatalogDomain", ["Contracts", "Kernel"]),
        .tests(
            of: "Catalog",
            ["CatalogDomain", "Contracts", "Kernel", "Messaging", "Postgres", "TestSupport"]
        ),
        .tests(of: "LedgerDomain", ["Contracts", "Kernel"]),
        .tests(
            of: "Ledger",
            [
                "Contracts", "Kernel", "LedgerDomain", "Messaging", "Operator", "Postgres",
                "SealStore", "Sealing", "TestSupport", .subprocess, .systemPackage,
            ]
        ),
        .tests(
            of: "Messaging",
            [
                "AMQP", "Contracts", "Kernel", "Postgres", "TestSupport", .inMemoryTracing,
                .lifecycle, .logging, .tracing,
            ]
        ),
        .tests(
            of: "Messaging",
            suite: "FaultTests",
            [
                "AMQP", "Contracts", "Kernel", "Postgres", "TestSupport", .lifecycle, .nio,
                .nioPosix, .nioSSL, .subprocess, .unixSignals,
            ]
        ),
        .tests(
            of: "Operator",
            [
                "AMQP", "Contracts", "Kernel", "Tabular", "TestSupport", .asyncHTTPClient,
                .logging, .nio, .nioHTTP1, "SealStore", "Sealing",
            ]
        ),
        .testTarget(
            name: "SystemTests",
            dependencies: [
                "AMQP", "Catalog", "Contracts", "Gateway", "GatewayDomain", "Kernel", "Ledger",
                "Messaging", "Operator", "PosIngest", "Postgres", "TestSupport", .asyncHTTPClient,
                .lifecycle, .logging, .nio, .nioHTTP1, .nioPosix, .subprocess, .systemPackage,
            ],
            exclude: ["Conformance/Schemathesis", "Rights/rights.txt"]
        ),
        .testTarget(name: "TidyTests"),
        .tests(
            of: "ServiceKit",
            [
                "AMQP", "Contracts", "Kernel", "Messaging", "Postgres", "TestSupport",
                .argumentParser, .asyncHTTPClient, .configuration, .hummingbird,
                .hummingbirdTesting, .lifecycle, .logging, .metrics, .nio, .tracing,
            ]
        ),
    ]
)

// MARK: - House rules for every Swift target
for target in package.targets where [.regular, .executable, .test].contains(target.type) {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .treatAllWarnings(as: .error),
        .strictMemorySafety(),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("ImmutableWeakCaptures"),
    ]
}

// MARK: - Vocabulary
extension Target.Dependency {
    static let argumentParser = product("ArgumentParser", of: "swift-argument-parser")
    static let asyncHTTPClient = product("AsyncHTTPClient", of: "async-http-client")
    static let collections = product("Collections", of: "swift-collections")
    static let configuration = product("Configuration", of: "swift-configuration")
    static let crypto = product("Crypto", of: "swift-crypto")
    static let histogram = product("Histogram", of: "hdrhistogram-swift")
    static let httpTypes = product("HTTPTypes", of: "swift-http-types")
    static let hummingbird = product("Hummingbird", of: "hummingbird")
    static let hummingbirdCore = product("HummingbirdCore", of: "hummingbird")
    static let hummingbirdTLS = product("HummingbirdTLS", of: "hummingbird")
    static let hummingbirdTesting = product("HummingbirdTesting", of: "hummingbird")
    static let inMemoryLogging = product("InMemoryLogging", of: "swift-log")
    static let inMemoryTracing = product("InMemoryTracing", of: "swift-distributed-tracing")
    static let instrumentation = product("Instrumentation", of: "swift-distributed-tracing")
    static let jwtKit = product("JWTKit", of: "jwt-kit")
    static let lifecycle = product("ServiceLifecycle", of: "swift-service-lifecycle")
    static let logging = product("Logging", of: "swift-log")
    static let metrics = product("Metrics", of: "swift-metrics")
    static let nio = product("NIOCore", of: "swift-nio")
    static let nioHTTP1 = product("NIOHTTP1", of: "swift-nio")
    static let nioSSL = product("NIOSSL", of: "swift-nio-ssl")
    static let nioPosix = product("NIOPosix", of: "swift-nio")
    static let subprocess = product("Subprocess", of: "swift-subprocess")
    static let systemPackage = product("SystemPackage", of: "swift-system")
    static let tracing = product("Tracing", of: "swift-distributed-tracing")
    static let unixSignals = product("UnixSignals", of: "swift-service-lifecycle")
    static let yams = product("Yams", of: "Yams")

    /// A library that the package `package` offers.
    static func product(_ name: String, of package: String) -> Self {
        .product(name: name, package: package)
    }
}

extension Target {
    /// A C library of the system, whose headers are in the Debian package `<library>-dev`.
    static func c(_ name: String, _ library: String) -> Target {
        .systemLibrary(
            name: name,
            path: "Shared/\(name)",
            pkgConfig: library,
            providers: [.apt(["\(library)-dev"])]
        )
    }

    /// A library that more than one service needs, in `Shared/<name>`.
    static func shared(
        _ name: String,
        _ dependencies: [Dependency] = [],
        resources: [Resource]? = nil
    ) -> Target {
        let path = "Shared/\(name)"
        return .target(name: name, dependencies: dependencies, path: path, resources: resources)
    }

    /// The rules of one service, in `Services/<service>/Domain`: no I/O, so no dependency beyond
    /// the kernel and the contracts.
    static func domain(of service: String) -> Target {
        .target(
            name: "\(service)Domain",
            dependencies: ["Kernel", "Contracts"],
            path: "Services/\(service)/Domain"
        )
    }

    /// The process around a domain, in `Services/<service>`.
    static func service(_ name: String, _ dependencies: [Dependency]) -> Target {
        .executableTarget(
            name: name,
            dependencies: [
                .byName(name: "\(name)Domain"), "AMQP", "Contracts", "Kernel", "Messaging",
                "Postgres", "ServiceKit", .configuration, .lifecycle, .logging, .metrics,
            ] + dependencies,
            path: "Services/\(name)",
            exclude: ["Domain", "README.md"],
            resources: [.embedInCode("Migrations")]
        )
    }

    /// Tests of `module`, in `Tests/<module>Tests` unless `suite` names another folder.
    static func tests(
        of module: String,
        suite: String? = nil,
        _ dependencies: [Dependency] = []
    ) -> Target {
        let dependencies = [.byName(name: module)] + dependencies
        return .testTarget(name: suite ?? "\(module)Tests", dependencies: dependencies)
    }
}
