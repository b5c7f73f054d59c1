import Foundation
import Logging
import Testing

@testable import Operator

@Suite struct SupervisedProcessTests {
    @Test func `a process that ends is started again`() async throws {
        try await withStateFolder { folder in
            try folder.install("echo one more; exit 3", as: "service")
            try await self.supervising(folder) { _ in
                try await expectEventually {
                    folder.text(at: folder.log("service"))
                        .hasPrefix("one more\none more\none more\n")
                }
                let notes = ProcessNotes.read(from: folder.processNotes("service"))
                #expect(notes?.lastEnd == "exit status 3")
            }
        }
    }

    @Test func `a process that was killed is started again`() async throws {
        try await withStateFolder { folder in
            try folder.install("exec sleep 600", as: "service")
            try await self.supervising(folder) { _ in
                let first = try await self.identity(in: folder)
                kill(first.pid, SIGKILL)
                let second = try await self.identity(in: folder, after: first)
                #expect(second != first)
                #expect(!first.isAlive)
                let notes = ProcessNotes.read(from: folder.processNotes("service"))
                #expect(notes?.lastEnd == "signal 9")
            }
        }
    }

    @Test func `stopping ends the process and keeps what it said`() async throws {
        try await withStateFolder { folder in
            let script = "trap 'echo drained; exit 0' TERM; echo up; while :; do sleep 0.05; done"
            try folder.install(script, as: "service")
            var last: ProcessIdentity?
            try await self.supervising(folder) { _ in
                try await expectEventually { folder.text(at: folder.log("service")).contains("up") }
                last = try await self.identity(in: folder)
            }
            #expect(last?.isAlive == false)
            #expect(folder.text(at: folder.log("service")) == "up\ndrained\n")
            let notes = ProcessNotes.read(from: folder.processNotes("service"))
            #expect(notes?.state == .stopped)
        }
    }

    @Test func `a new program replaces the running one, an old one stays`() async throws {
        try await withStateFolder { folder in
            try folder.install("exec sleep 600", as: "service")
            try await self.supervising(folder) { process in
                let first = try await self.identity(in: folder)
                await process.restartIfReplaced()
                #expect(first.isAlive)
                try folder.install("exec sleep 601", as: "service")
                await process.restartIfReplaced()
                _ = try await self.identity(in: folder, after: first)
                #expect(!first.isAlive)
            }
        }
    }

    @Test func `a program that is missing is waited for`() async throws {
        try await withStateFolder { folder in
            try await self.supervising(folder) { _ in
                try await expectEventually {
                    let notes = ProcessNotes.read(from: folder.processNotes("service"))
                    return notes?.lastEnd?.contains("there is no program") == true
                }
                try folder.install("exec sleep 600", as: "service")
                #expect(try await self.identity(in: folder).isAlive)
            }
        }
    }

    /// Runs the process around `body`, and stops it afterwards.
    private func supervising(
        _ folder: StateFolder,
        _ body: (SupervisedProcess) async throws -> Void
    ) async throws {
        let process = SupervisedProcess(
            name: "service",
            folder: folder,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) {
            try Program(
                path: folder.program("service"),
                environment: ["PATH": "/usr/bin:/bin"]
            )
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await process.run() }
            do {
                try await body(process)
            } catch {
                await process.stop()
                throw error
            }
            await process.stop()
        }
    }

    /// The living process on record, other than `previous`.
    private func identity(
        in folder: StateFolder,
        after previous: ProcessIdentity? = nil
    ) async throws -> ProcessIdentity {
        var found: ProcessIdentity?
        _ = try await eventually {
            found = ProcessIdentity(recordedAt: folder.processRecord("service"))
            return found != nil && found != previous
        }
        return try #require(found)
    }
}
