package import Configuration
import Synchronization

/// Remembers every key that was read, with its source and, unless secret, its value.
///
/// What a process reads at start is the complete list of what it understands: it is logged once,
/// and whatever else an operator has set is a mistake worth a warning.
package final class ConfigurationReport: AccessReporter {
    private let entries = Mutex<[ConfigurationKey: Entry]>([:])
    private let sources: [String: ConfigurationSource]

    /// - Parameter sources: What each provider is called in the report, by provider name.
    init(sources: [String: ConfigurationSource]) {
        self.sources = sources
    }

    /// One key as it was read.
    package struct Entry: Hashable, Sendable {
        package let key: ConfigurationKey
        package let value: String?
        package let source: ConfigurationSource
    }

    package func report(_ event: AccessEvent) {
        let key = ConfigurationKey(event.metadata.key.components.joined(separator: "."))
        let entry = Entry(key: key, value: Self.shownValue(event), source: self.source(of: event))
        self.entries.withLock { $0[key] = entry }
    }

    /// Every key read so far, in alphabetical order.
    package var all: [Entry] {
        self.entries.withLock { Array($0.values) }
            .sorted { $0.key.description < $1.key.description }
    }

    package var keys: Set<ConfigurationKey> {
        self.entries.withLock { Set($0.keys) }
    }

    private func source(of event: AccessEvent) -> ConfigurationSource {
        for attempt in event.providerResults {
            guard case .success(let found) = attempt.result, found.value != nil else { continue }
            return self.sources[attempt.providerName] ?? .builtIn
        }
        guard case .success(let value) = event.result, value != nil else { return .nowhere }
        return .builtIn
    }

    private static func shownValue(_ event: AccessEvent) -> String? {
        guard case .success(let value?) = event.result else { return nil }
        if value.isSecret { return "[redacted]" }
        guard case .string(let text) = value.content else { return value.description }
        return text
    }
}
