/// How much the committer takes on.
struct CommitLimits: Sendable {
    /// Batches in flight; each needs a database session.
    var committers: Int
    /// Commands in one batch.
    var batchCommands: Int
    /// Lines in one batch; a single command may have more.
    var batchLines = 2_000
    /// Lines that are worth a batch of their own while another is in flight; fewer wait for it.
    ///
    /// The work that any batch costs is then a small part of it.
    var worthwhileLines = 64
    /// How long they wait at most for those that the last batch has just answered.
    var rest = Duration.milliseconds(8)
    /// How long they wait at most for a batch that does not end.
    var gathering = Duration.milliseconds(50)
    /// Commands that wait or are in flight; more are refused at once.
    var queued = 10_000
    /// How long a command that names something unknown waits before it is looked at again.
    ///
    /// Doubled each time, from the first to the second.
    var recheck: ClosedRange<Duration> = .milliseconds(25) ... .milliseconds(200)
    /// How long such a command waits at most, even if its caller had more time.
    var patience = Duration.seconds(2)
    /// How long one from the queue waits on its first attempt, and holds up those with it.
    ///
    /// Later attempts do not wait: the retry tiers do.
    var messagePatience = Duration.milliseconds(250)
    /// How long a period has to be over before it is closed.
    ///
    /// What happened within that time is entered without a look at periods. The same for all that run.
    var periodDelay = Duration.seconds(86_400)

    init(committers: Int = 2, batchCommands: Int = 200) {
        self.committers = committers
        self.batchCommands = batchCommands
    }

    /// How long a command waits after it had to wait a number of times.
    func pause(after postponements: Int) -> Duration {
        min(self.recheck.lowerBound * (1 << min(postponements, 16)), self.recheck.upperBound)
    }
}
