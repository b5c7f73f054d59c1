import Contracts
import Foundation
import TestSupport
import Testing

@testable import Operator

extension System {
    /// Ends a process without a warning (kill -9); whoever supervises it starts it again.
    ///
    /// - Returns: The process that is no more.
    func kill(_ service: ServiceName) async throws -> ProcessIdentity {
        let record = self.folder.processRecord(service.rawValue)
        let victim = try #require(ProcessIdentity(recordedAt: record))
        try #require(Foundation.kill(victim.pid, SIGKILL) == 0)
        try await eventually("\(service.rawValue) has ended") { !victim.isAlive }
        return victim
    }

    /// Waits until another process has taken the place of `victim`, and is ready.
    func untilReplaced(_ victim: ProcessIdentity, _ service: ServiceName) async throws {
        let record = self.folder.processRecord(service.rawValue)
        try await eventually("\(service.rawValue) is back", within: Self.startLimit) {
            guard let next = ProcessIdentity(recordedAt: record), next != victim else {
                return false
            }
            return try await self.isReady(service)
        }
    }
}
