import Foundation

/// The state of everything, for a person or a machine.
struct SuiteStatus: Codable, Sendable {
    /// A server or a service.
    struct Process: Codable, Sendable {
        let name: String
        /// Nil for a process that does not run here, or not at all.
        let pid: Int32?
        let version: String?
        let isReady: Bool
        /// Why it is not ready, or what is notable.
        let note: String
        let restarts: Int?
        /// Messages to publish that the broker has not confirmed.
        let outboxRows: Int64?
        let oldestOutboxSeconds: Double?
        let openDeadLetters: Int64?
    }

    let isReady: Bool
    let gateway: String?
    let processes: [Process]
    let queues: [QueueDepth]
    /// Why the queues are unknown.
    let queuesNote: String?

    var text: String {
        var processes = TextTable(
            "PROCESS",
            "PID",
            "VERSION",
            "READY",
            "RESTARTS",
            "OUTBOX",
            "OLDEST",
            "DEAD",
            "NOTE"
        )
        for process in self.processes {
            processes.append(
                process.name,
                process.pid.map(String.init) ?? "-",
                process.version ?? "-",
                process.isReady ? "yes" : "no",
                process.restarts.map(String.init) ?? "-",
                process.outboxRows.map(String.init) ?? "-",
                process.oldestOutboxSeconds.map { "\(Int($0)) s" } ?? "-",
                process.openDeadLetters.map(String.init) ?? "-",
                process.note
            )
        }
        var queues = TextTable("QUEUE", "VHOST", "MESSAGES", "UNACKED", "CONSUMERS")
        for queue in self.queues {
            queues.append(
                queue.name,
                queue.virtualHost,
                queue.messages.map(String.init) ?? "-",
                queue.unacknowledged.map(String.init) ?? "-",
                queue.consumers.map(String.init) ?? "-"
            )
        }
        var parts = [processes.text]
        parts.append(self.queuesNote.map { "queues: \($0)" } ?? queues.text)
        if let gateway = self.gateway { parts.append("gateway: \(gateway)") }
        return parts.joined(separator: "\n\n")
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
