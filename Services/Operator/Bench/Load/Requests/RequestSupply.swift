import Kernel

/// What the clients of one load send.
struct RequestSupply: Sendable {
    private let requests: [PreparedRequest]
    private let isEachOnce: Bool
    private var taken = 0

    /// - Parameter isEachOnce: Whether they are sent one after the other, each by one client; else they
    ///   are sent in random order for ever.
    init(_ requests: [PreparedRequest], isEachOnce: Bool = false) {
        self.requests = requests
        self.isEachOnce = isEachOnce
    }

    /// The next request of a client; `nil` when all were taken.
    mutating func next(using generator: inout SeededGenerator) -> PreparedRequest? {
        guard self.isEachOnce else { return self.requests.randomElement(using: &generator) }
        guard self.taken < self.requests.count else { return nil }
        defer { self.taken += 1 }
        return self.requests[self.taken]
    }
}
