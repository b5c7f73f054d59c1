import Contracts

/// The keys of all services, derived from the master key once.
struct ServiceKeys: Sendable {
    private let master: AssertionKey
    private let keys: [ServiceName: AssertionKey]

    init(_ master: AssertionKey) {
        self.master = master
        self.keys = Dictionary(
            uniqueKeysWithValues: ServiceName.allCases.map { ($0, master.derived(for: $0)) }
        )
    }

    func key(of service: ServiceName) -> AssertionKey {
        self.keys[service] ?? self.master.derived(for: service)
    }
}
