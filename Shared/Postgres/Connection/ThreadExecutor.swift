import Foundation
import Synchronization

/// Runs an actor on a thread of its own, so that the actor may call C that blocks.
///
/// Swift's shared pool has one thread per core and expects none of them to wait: a `poll` that
/// blocks there stalls unrelated tasks. The thread ends when the executor is released, which its
/// actor does when nobody can call it any more.
final class ThreadExecutor: SerialExecutor {
    private let queue = Queue()

    /// - Parameter name: Shown by `top -H` and debuggers; Linux keeps 15 bytes of it.
    init(name: String) {
        let thread = Thread { [weak self, queue = self.queue] in
            while let job = queue.next() {
                // A job keeps its actor alive, and the actor this executor.
                guard let self else { return }
                unsafe job.runSynchronously(on: self.asUnownedSerialExecutor())
            }
        }
        thread.name = name
        thread.start()
    }

    deinit {
        self.queue.close()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        self.queue.append(UnownedJob(job))
    }

    /// The jobs that wait for the thread.
    private final class Queue: Sendable {
        private let jobs = Mutex<[UnownedJob]>([])
        /// One signal per job, and one more at the end.
        private let ready = DispatchSemaphore(value: 0)

        func append(_ job: UnownedJob) {
            self.jobs.withLock { $0.append(job) }
            self.ready.signal()
        }

        func close() {
            self.ready.signal()
        }

        /// Waits for a job; `nil` when there will be none.
        func next() -> UnownedJob? {
            self.ready.wait()
            return self.jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        }
    }
}
