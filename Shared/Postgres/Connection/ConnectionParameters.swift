import CPostgres
import Glibc
import Kernel

/// The parameters of a connection: those of the URL between our defaults and our settings.
struct ConnectionParameters {
    private let pairs: [(keyword: String, value: String)]

    /// What the URL may say otherwise.
    ///
    /// Keep-alives find a vanished server in about a minute.
    private static let defaults = [
        ("gssencmode", "disable"),
        ("keepalives", "1"),
        ("keepalives_idle", "30"),
        ("keepalives_interval", "10"),
        ("keepalives_count", "3"),
        ("tcp_user_timeout", "30000"),
    ]

    init(_ configuration: PostgresConfiguration) throws {
        let options = try ConnectionParameters.options(of: configuration.url)
        self.pairs =
            ConnectionParameters.defaults.map { (keyword: $0, value: $1) } + [
                (
                    "target_session_attrs",
                    configuration.traits.contains(.acceptsStandby)
                        ? "prefer-standby" : "read-write"
                ),
                ("fallback_application_name", configuration.applicationName),
                // Of one keyword given twice the later counts, and `dbname` holds a whole URL.
                ("dbname", configuration.url),
                ("client_encoding", "UTF8"),
                ("options", ConnectionParameters.settings(configuration) + options),
            ]
    }

    /// Calls `body` with the keywords and the values, each list ended by a null pointer.
    func withKeywords<Value>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) ->
            Value
    ) -> Value {
        let keywords = unsafe self.pairs.map { unsafe UnsafePointer(strdup($0.keyword)) }
        let values = unsafe self.pairs.map { unsafe UnsafePointer(strdup($0.value)) }
        defer {
            for index in self.pairs.indices {
                unsafe free(UnsafeMutablePointer(mutating: keywords[index]))
                unsafe free(UnsafeMutablePointer(mutating: values[index]))
            }
        }
        return unsafe body(keywords + [nil], values + [nil])
    }

    /// Settings that hold from the first statement on, without a round trip of their own.
    private static func settings(_ configuration: PostgresConfiguration) -> String {
        var settings = [
            "statement_timeout": "\(configuration.statementTimeout.wholeMilliseconds)",
            "lock_timeout": "\(configuration.lockTimeout.wholeMilliseconds)",
            "idle_in_transaction_session_timeout":
                "\(configuration.idleInTransactionTimeout.wholeMilliseconds)",
            "timezone": "UTC",
            // Prepared statements are planned once: planning a join with a partitioned table again
            // and again takes longer than running it (PostgreSQL 15, PREPARE).
            "plan_cache_mode": "force_generic_plan",
        ]
        settings.merge(configuration.traits.settings) { _, own in own }
        if let schema = configuration.schema {
            settings["search_path"] = "\(SQL.quoted(schema)),public"
        }
        return settings.map { "-c \($0)=\(self.escaped($1)) " }.sorted().joined()
    }

    /// Spaces separate options and a backslash protects them.
    private static func escaped(_ value: String) -> String {
        value.map { $0 == " " || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    }

    /// The `options` that the URL carries itself; ours come before them.
    private static func options(of url: String) throws -> String {
        guard let parsed = unsafe PQconninfoParse(url, nil) else {
            throw PostgresError(.connection, "the connection URL is malformed")
        }
        defer { unsafe PQconninfoFree(parsed) }
        var option = unsafe parsed
        while let keyword = unsafe option.pointee.keyword {
            if unsafe strcmp(keyword, "options") == 0, let value = unsafe option.pointee.val {
                return unsafe String(cString: value)
            }
            unsafe option += 1
        }
        return ""
    }
}
