import AsyncHTTPClient
import Contracts
import Foundation
import NIOCore

/// Asks services whether they are ready.
struct ReadinessProbe: Sendable {
    static let timeout = TimeAmount.seconds(2)
    static let maximumAnswerBytes = 64 * 1_024

    let suite: Suite
    let client: HTTPClient

    /// What every service says, asked all at once.
    func askAll() async throws -> [ServiceName: Readiness] {
        try await withThrowingTaskGroup(of: (ServiceName, Readiness).self) { group in
            for service in Suite.services {
                group.addTask { (service, try await self.ask(service)) }
            }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
    }

    /// What one service says; its silence is an answer too.
    func ask(_ service: ServiceName) async throws -> Readiness {
        let url = try self.suite.healthURL(of: service)
        let record = self.suite.folder.processRecord(service.rawValue)
        if ProcessIdentity(recordedAt: record)?.runsReplacedProgram == true {
            return .silent("being replaced by a newer build")
        }
        let report: Report
        do {
            report = try await self.get(Report.self, from: "\(url)/readyz")
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return .silent(self.explanation(of: service))
        }
        // A service that says whether it is ready may still keep its version to itself.
        let version = try? await self.get(Version.self, from: "\(url)/version").version
        let failing = report.checks.filter { !$0.value.ok }
        return Readiness(
            isReady: report.ready,
            version: version,
            reasons: failing.mapValues { $0.reason ?? "failing" }
        )
    }

    /// Why a service does not answer, by the supervisor's notes.
    private func explanation(of service: ServiceName) -> String {
        let folder = self.suite.folder
        let notes = ProcessNotes.read(from: folder.processNotes(service.rawValue))
        let identity = ProcessIdentity(recordedAt: folder.processRecord(service.rawValue))
        switch (notes?.state, identity) {
        case (nil, nil): return "not started"
        case (.stopped, nil): return "stopped"
        case (_, nil):
            let failures = notes?.failures ?? 0
            return "ended with \(notes?.lastEnd ?? "no status"), \(failures) times in a row"
        case (_, .some): return "starting"
        }
    }

    private func get<Answer: Decodable>(_: Answer.Type, from url: String) async throws -> Answer {
        let response = try await self.client.execute(
            HTTPClientRequest(url: url),
            timeout: Self.timeout
        )
        let body = try await response.body.collect(upTo: Self.maximumAnswerBytes)
        return try JSONDecoder().decode(Answer.self, from: Data(body.readableBytesView))
    }

    private struct Report: Decodable {
        struct Check: Decodable {
            let ok: Bool
            let reason: String?
        }

        let ready: Bool
        let checks: [String: Check]
    }

    private struct Version: Decodable {
        let version: String
    }
}
