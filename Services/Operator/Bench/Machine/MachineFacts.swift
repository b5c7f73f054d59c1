import Foundation

/// On what a run was made: figures of different machines are not to be compared, only ratios.
struct MachineFacts: Codable, Hashable, Sendable {
    let processor: String
    let cores: Int
    let memoryBytes: UInt64
    let kernel: String
    let stockbook: String
    /// Of the checkout that was built; `nil` where the launcher does not know it.
    let commit: String?
    /// `release` or `debug`; figures of a debug build say nothing.
    let build: String
    let rabbitmq: String
    /// The settings of PostgreSQL that decide what a commit costs, and its version.
    let postgres: [String: String]

    init(
        stockbook: String,
        rabbitmq: String,
        postgres: [String: String],
        environment: [String: String]
    ) {
        let machine = ProcessFiles.read("/proc/cpuinfo") ?? ""
        self.processor = Self.processor(in: machine) ?? "unknown"
        self.cores = ProcessInfo.processInfo.activeProcessorCount
        self.memoryBytes = ProcessInfo.processInfo.physicalMemory
        self.kernel = (ProcessFiles.read("/proc/sys/kernel/osrelease") ?? "unknown")
            .trimmingCharacters(in: .whitespacesAndNewlines)
        self.stockbook = stockbook
        self.commit = environment["STOCKBOOK_COMMIT"].flatMap { $0.isEmpty ? nil : $0 }
        #if DEBUG
        self.build = "debug"
        #else
        self.build = "release"
        #endif
        self.rabbitmq = rabbitmq
        self.postgres = postgres
    }

    /// Whether a commit that is answered survives a loss of power.
    var isDurable: Bool {
        self.postgres["fsync"] == "on" && self.postgres["synchronous_commit"] != "off"
            && self.postgres["full_page_writes"] == "on"
    }

    static func processor(in text: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix("model name") }?
            .split(separator: ":", maxSplits: 1).last?
            .trimmingCharacters(in: .whitespaces)
    }
}
