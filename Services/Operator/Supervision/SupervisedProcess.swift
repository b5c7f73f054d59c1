import Foundation
import Logging
import Subprocess
import SystemPackage

/// Keeps one program running: starts it, forwards its output, and starts it again when it ends.
actor SupervisedProcess {
    /// How long a process may take to drain before it is killed.
    static let stopLimit = Duration.seconds(30)

    nonisolated let name: String
    private let folder: StateFolder
    private let program: @Sendable () throws -> Program
    private let log: LogFile
    private let logger: Logger
    private var policy = RestartPolicy()
    private var starts = 0
    private var lastEnd: String?
    private var current: Program?
    private var isStopping = false
    private var hasEnded = false
    /// Output since the log last took any.
    private var lostBytes = 0
    /// Wakes whoever waits for the process to be told something.
    private var nudge: AsyncStream<Void>.Continuation?

    /// - Parameter program: Asked before every start, so that a new build is found.
    init(
        name: String,
        folder: StateFolder,
        logger: Logger,
        program: @escaping @Sendable () throws -> Program
    ) {
        self.name = name
        self.folder = folder
        self.program = program
        self.log = LogFile(path: folder.log(name))
        self.logger = logger
    }

    /// Runs until ``stop()``.
    func run() async {
        while !self.isStopping {
            let clock = ContinuousClock()
            let start = clock.now
            do {
                let program = try self.program()
                self.current = program
                self.lastEnd = try await self.runOnce(program)
            } catch {
                self.lastEnd = "\(error)"
            }
            if self.isStopping { break }
            await self.pause(for: self.policy.pause(afterRunningFor: clock.now - start))
        }
        self.note(.stopped)
        self.hasEnded = true
    }

    /// Ends the process and the running of it; `run()` returns when that is done.
    func stop() {
        self.isStopping = true
        self.nudge?.yield()
    }

    /// Whether ``run()`` has returned.
    var isStopped: Bool { self.hasEnded }

    /// Ends the process if its program or its environment is another by now; it starts again at once.
    func restartIfReplaced() {
        do {
            guard try self.program() != self.current else { return }
        } catch {
            self.logger.warning("kept running", metadata: self.metadata(["reason": "\(error)"]))
            return
        }
        self.logger.info("replaced by a new program", metadata: self.metadata())
        self.policy.startOver()
        self.nudge?.yield()
    }

    /// One process from start to end; says how it ended.
    private func runOnce(_ program: Program) async throws -> String {
        var options = PlatformOptions()
        // A signal to the supervisor's group is the supervisor's to pass on.
        options.processGroupID = 0
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: Self.stopLimit)]
        let nudges = self.listen()
        let result = try await Subprocess.run(
            .path(FilePath(program.path)),
            arguments: ["serve"],
            environment: .exactly(program.environment),
            platformOptions: options,
            input: .none,
            output: .sequence,
            error: .combinedWithOutput
        ) { execution in
            try await self.attend(to: execution, nudges: nudges)
        }
        self.nudge = nil
        await self.closeLog()
        let end = Self.describe(result.terminationStatus)
        self.logger.info("ended", metadata: self.metadata(["end": "\(end)"]))
        return end
    }

    /// Forwards output until it ends, and passes on the wish that the process ends.
    private func attend(
        to execution: Execution<NoInput, SequenceOutput, CombinedErrorOutput>,
        nudges: AsyncStream<Void>
    ) async throws {
        let pid = execution.processIdentifier.value
        do {
            try self.record(pid)
        } catch {
            // The process works without its record; only `down` then has to rely on the supervisor.
            self.logger.warning("no record", metadata: self.metadata(["reason": "\(error)"]))
        }
        self.starts += 1
        self.note(.running)
        self.logger.info("started", metadata: self.metadata(["pid": "\(pid)"]))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await _ in nudges {
                    try execution.send(signal: .terminate)
                    try await Task.sleep(for: Self.stopLimit)
                    try execution.send(signal: .kill)
                }
            }
            defer { group.cancelAll() }
            for try await buffer in execution.standardOutput {
                await self.forward([UInt8](copying: buffer.bytes))
            }
        }
    }

    /// Writes output to the log.
    ///
    /// What cannot be written is lost and counted, because a service whose output nobody reads stops
    /// at its next line.
    private func forward(_ output: [UInt8]) async {
        do {
            try await self.log.append(output)
            guard self.lostBytes > 0 else { return }
            self.logger.warning(
                "the log goes on",
                metadata: self.metadata(["lost": "\(self.lostBytes)"])
            )
            self.lostBytes = 0
        } catch {
            if self.lostBytes == 0 {
                self.logger.error("the log fails", metadata: self.metadata(["reason": "\(error)"]))
            }
            self.lostBytes += output.count
        }
    }

    private func closeLog() async {
        do {
            try await self.log.close()
        } catch {
            self.logger.warning("the log fails", metadata: self.metadata(["reason": "\(error)"]))
        }
    }

    /// Waits for `duration`, less when there is something new to do.
    private func pause(for duration: Duration) async {
        self.note(.pausing)
        self.logger.warning(
            "starts again after a pause",
            metadata: self.metadata([
                "end": "\(self.lastEnd ?? "")", "failures": "\(self.policy.failures)",
                "pause": "\(duration)",
            ])
        )
        let nudges = self.listen()
        await withTaskGroup(of: Void.self) { group in
            // A sleep that is cancelled has been cut short on purpose.
            group.addTask { try? await Task.sleep(for: duration) }
            group.addTask { for await _ in nudges { return } }
            await group.next()
            group.cancelAll()
        }
        self.nudge = nil
    }

    private func listen() -> AsyncStream<Void> {
        let (nudges, nudge) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        self.nudge = nudge
        // What was asked for before anyone listened.
        if self.isStopping { nudge.yield() }
        return nudges
    }

    private func record(_ pid: Int32) throws {
        // A process that has ended already needs no record.
        guard let identity = ProcessIdentity(pid: pid) else { return }
        try Data("\(identity)\n".utf8).write(
            to: URL(filePath: self.folder.processRecord(self.name)),
            options: .atomic
        )
    }

    private func note(_ state: ProcessNotes.State) {
        let notes = ProcessNotes(
            state: state,
            since: Date(),
            restarts: max(0, self.starts - 1),
            failures: self.policy.failures,
            lastEnd: self.lastEnd
        )
        do {
            try notes.write(to: self.folder.processNotes(self.name))
        } catch {
            self.logger.warning("no notes", metadata: self.metadata(["reason": "\(error)"]))
        }
    }

    private func metadata(_ more: Logger.Metadata = [:]) -> Logger.Metadata {
        more.merging(["process": "\(self.name)"]) { _, new in new }
    }

    private static func describe(_ status: TerminationStatus) -> String {
        switch status {
        case .exited(let code): "exit status \(code)"
        case .signaled(let signal): "signal \(signal)"
        }
    }
}
