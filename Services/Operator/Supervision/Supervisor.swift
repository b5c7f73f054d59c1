import Logging
import UnixSignals

/// Keeps every service of a suite running until it is told to stop.
///
/// SIGHUP restarts what has a newer program; SIGTERM and SIGINT stop everything, the gateway first, so
/// that nothing is asked of a service that is gone.
struct Supervisor: Sendable {
    let processes: [SupervisedProcess]
    let logger: Logger

    func run() async {
        let signals = await UnixSignalsSequence(trapping: .sighup, .sigterm, .sigint)
        await withTaskGroup(of: Void.self) { group in
            for process in self.processes {
                group.addTask { await process.run() }
            }
            for await signal in signals {
                guard signal == .sighup else { break }
                for process in self.processes { await process.restartIfReplaced() }
            }
            self.logger.info("stopping")
            for process in self.processes.reversed() {
                await process.stop()
                await self.waitUntilStopped(process)
            }
        }
    }

    private func waitUntilStopped(_ process: SupervisedProcess) async {
        while !(await process.isStopped) {
            // Nobody cancels the supervisor; if somebody did, the stop goes on without pauses.
            try? await Task.sleep(for: .milliseconds(50))
        }
    }
}
