import Contracts
import Kernel
import Logging
import Messaging
import Postgres
import ServiceLifecycle

/// Applies imports in the background, chunk by chunk; any number of them may run at once.
struct ImportRunner: Service, CustomStringConvertible {
    /// How long to wait before looking again when nothing waits, or after a failure.
    static let idleInterval = Duration.milliseconds(500)

    let database: PostgresPool

    var description: String { "import runner" }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                guard await !self.step() else { continue }
                // Ends early only by cancellation, which the loop looks at.
                try? await Task.sleep(for: Self.idleInterval)
            }
        }
    }

    /// Applies one chunk.
    ///
    /// - Returns: Whether there was one, so that another may wait.
    func step() async -> Bool {
        do {
            let step = try await self.database.withTransaction { transaction in
                try ChunkImporter.applyNext(in: transaction)
            }
            if let step, step.isLast {
                Logger.current.info(
                    "import done",
                    metadata: ["import.id": "\(step.importId)"]
                )
            }
            return step != nil
        } catch is CancellationError {
            return false
        } catch let interruption as ImportInterruption {
            await self.note(interruption)
            return false
        } catch {
            Logger.current.warning("import waits", metadata: ["error": "\(error)"])
            return false
        }
    }

    /// Counts the failure; the job stops after as many as ``ImportLimits/maximumAttempts``.
    private func note(_ interruption: ImportInterruption) async {
        Logger.current.error(
            "import interrupted",
            metadata: [
                "import.id": "\(interruption.importId)", "error": "\(interruption.cause)",
            ]
        )
        do {
            try await self.database.withTransaction { transaction in
                try ImportStore.noteInterruption(
                    of: interruption.importId,
                    reason: "\(interruption.cause)",
                    in: transaction
                )
            }
        } catch {
            Logger.current.warning(
                "import interruption not noted",
                metadata: ["import.id": "\(interruption.importId)", "error": "\(error)"]
            )
        }
    }
}
