import NIOPosix

/// Hashes and verifies passwords on threads of its own, so that sign-ins do not stall requests.
///
/// At most ``waitingLimit`` wait at a time; further ones fail at once.
struct PasswordHasher: Sendable {
    /// Sign-ins that may wait for a thread; at some 30 ms each the last waits about two seconds.
    static let waitingLimit = 64

    struct Overloaded: Error {}

    private let threads: NIOThreadPool
    private let waiting = WaitingCount()
    private let algorithm: Argon2
    /// The hash of nobody's password: unknown users cost the same time as known ones.
    private let decoy: String

    init(threads: NIOThreadPool, algorithm: Argon2 = Argon2()) throws {
        self.threads = threads
        self.algorithm = algorithm
        self.decoy = try algorithm.hash("nobody has this password")
    }

    func hash(_ password: String) async throws -> String {
        let algorithm = self.algorithm
        return try await self.run { try algorithm.hash(password) }
    }

    /// The outcome for a password and the hash on record; `nil` where no such user exists.
    func verify(_ password: String, against stored: String?) async throws -> Verdict {
        let algorithm = self.algorithm
        let decoy = self.decoy
        return try await self.run {
            let matches = try algorithm.verify(password, against: stored ?? decoy)
            guard let stored, matches else { return .wrong }
            guard algorithm.isOutdated(stored) else { return .right(replacement: nil) }
            return .right(replacement: try algorithm.hash(password))
        }
    }

    enum Verdict: Hashable, Sendable {
        case wrong
        /// `replacement` is a hash with today's parameters, where the stored one has older ones.
        case right(replacement: String?)
    }

    private func run<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        guard self.waiting.enter(limit: Self.waitingLimit) else { throw Overloaded() }
        defer { self.waiting.leave() }
        return try await self.threads.runIfActive(body)
    }
}
