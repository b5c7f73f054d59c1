import Contracts

/// Shows which services are ready: one moving line on a terminal, a line per change elsewhere.
struct ReadinessProgress {
    let console: Console
    private var ready: Set<ServiceName> = []

    init(console: Console) {
        self.console = console
    }

    mutating func show(
        _ answers: [ServiceName: Readiness],
        after elapsed: Duration
    ) throws {
        let seconds = elapsed.components.seconds
        for service in Suite.services {
            guard let answer = answers[service], answer.isReady,
                self.ready.insert(service).inserted
            else { continue }
            try self.console.overwrite(with: "")
            try self.console.write(
                "    \(service.rawValue) \(answer.version ?? "") is ready after \(seconds) s"
            )
        }
        let waiting = Suite.services.compactMap { service -> String? in
            guard let answer = answers[service], !answer.isReady else { return nil }
            return "\(service.rawValue) (\(answer.reason))"
        }
        let line =
            waiting.isEmpty
            ? "" : "    \(seconds) s, waiting for \(waiting.joined(separator: ", "))"
        try self.console.overwrite(with: String(line.prefix(Self.terminalColumns)))
    }

    /// A longer line would wrap, and could not be written over.
    private static let terminalColumns = 79
}
