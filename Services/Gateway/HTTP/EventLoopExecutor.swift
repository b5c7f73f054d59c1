import NIOCore

/// Runs tasks on the thread of an event loop.
///
/// What a connection brings is then handled by the thread that read it and writes the answer, which
/// saves waking another. Such a task must not wait in any way but `await`: the loop's other
/// connections would wait with it.
final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        self.loop.execute {
            unsafe job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
    }
}
