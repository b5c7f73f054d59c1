import Contracts
import Foundation

/// Looks at the processes of the suite that run on this machine.
struct ProcessSurvey: Sendable {
    /// The load generator itself, which shares the machine with what it measures.
    static let ourselves = "bench"

    let folder: StateFolder
    private let files = ProcessFiles()

    init(folder: StateFolder) {
        self.folder = folder
    }

    enum Moment: Sendable {
        case beforeLoad
        case afterLoad
    }

    /// Usage by name; what runs elsewhere is left out.
    ///
    /// Looking costs time, too: ourselves it looks at last before a load and first after it.
    func take(_ moment: Moment) -> [String: ProcessUsage] {
        let services = Suite.services.map(\.rawValue)
        var usage: [String: ProcessUsage] = [:]
        if moment == .afterLoad { usage[Self.ourselves] = self.ourUsage }
        for name in services + ["postgres", "rabbitmq"] {
            let identity = ProcessIdentity(recordedAt: self.folder.processRecord(name))
            usage[name] = identity.flatMap { self.files.usage(ofTree: $0.pid) }
        }
        if moment == .beforeLoad { usage[Self.ourselves] = self.ourUsage }
        return usage
    }

    private var ourUsage: ProcessUsage? {
        self.files.usage(ofTree: ProcessInfo.processInfo.processIdentifier)
    }

    /// CPU seconds between two surveys, by name.
    static func cpuSeconds(
        from before: [String: ProcessUsage],
        to after: [String: ProcessUsage]
    ) -> [String: Double] {
        // A process that was restarted in between starts at zero again.
        after.compactMapValues { $0.cpuSeconds }
            .merging(before.mapValues(\.cpuSeconds)) { max(0, $0 - $1) }
            .filter { after[$0.key] != nil }
    }
}
