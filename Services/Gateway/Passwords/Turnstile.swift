import Synchronization

/// Lets a few at a time through under one key; further ones wait for their turn.
///
/// Waiting ends by itself: who is inside stays no longer than a hash and a transaction take.
final class Turnstile: Sendable {
    /// Those who may wait under one key.
    static let waitingLimit = 64

    /// More wait than may.
    struct Crowded: Error {}

    private struct Line {
        var inside = 0
        var waiting: [CheckedContinuation<Void, any Error>] = []
    }

    private let width: Int
    private let lines = Mutex<[String: Line]>([:])

    init(width: Int) {
        self.width = width
    }

    func run<Result>(_ key: String, _ body: () async throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { self.enter(key, $0) }
        defer { self.leave(key) }
        return try await body()
    }

    private func enter(_ key: String, _ arrival: CheckedContinuation<Void, any Error>) {
        let answer: Result<Void, any Error>? = self.lines.withLock { lines in
            var line = lines[key] ?? Line()
            defer { lines[key] = line }
            if line.inside < self.width {
                line.inside += 1
                return .success(())
            }
            guard line.waiting.count < Self.waitingLimit else { return .failure(Crowded()) }
            line.waiting.append(arrival)
            return nil
        }
        if let answer { arrival.resume(with: answer) }
    }

    /// Hands the place to who waits longest.
    private func leave(_ key: String) {
        let next: CheckedContinuation<Void, any Error>? = self.lines.withLock { lines in
            guard var line = lines[key] else { return nil }
            if !line.waiting.isEmpty {
                let next = line.waiting.removeFirst()
                lines[key] = line
                return next
            }
            line.inside -= 1
            lines[key] = line.inside > 0 ? line : nil
            return nil
        }
        next?.resume()
    }
}
