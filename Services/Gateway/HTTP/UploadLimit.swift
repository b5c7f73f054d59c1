import Contracts

/// Bounds how many files are in memory at a time, each from its first byte to its answer.
struct UploadLimit: Sendable {
    let maximum: Int
    private let inside = WaitingCount()

    init(_ maximum: Int) {
        self.maximum = maximum
    }

    /// Runs `body`, for an operation that takes a file only where there is room for another.
    func run<Result: Sendable>(
        _ operation: OperationDescription,
        _ body: () async throws -> Result
    ) async throws -> Result {
        guard RequestReader.takesFile(operation) else { return try await body() }
        guard self.inside.enter(limit: self.maximum) else {
            throw Throttled(
                problem: .serviceUnavailable("Other files are being read."),
                wait: .seconds(5)
            )
        }
        defer { self.inside.leave() }
        return try await body()
    }
}
