/// How the ledger is sealed, and how often.
struct SealLimits: Sendable {
    /// How long the sealer rests when there is nothing left to seal; movements are sealed as much
    /// later at most, and what is in flight while they are posted.
    var interval = Duration.seconds(5)
    /// Movements in one block.
    var blockMovements = 1_024
    /// How long the sealer rests at least between two blocks that are full.
    var breath = Duration.milliseconds(20)
    /// How many times as long as a block took it rests after it, so that posting goes first.
    var leisure = 4
    /// How late movements may be sealed for that.
    var patience = Duration.seconds(60)
    /// How often a checkpoint is signed while there is anything new.
    var checkpointInterval = Duration.seconds(60)
    /// Where checkpoints are exported to; `nil` for nowhere.
    var folder: String?
    /// Where the keys are that sign checkpoints; without it none are signed.
    var keyFile: String?

    /// How long to rest after a block that is full.
    ///
    /// - Parameter lag: How long ago the last movement of it was recorded.
    func rest(after work: Duration, lag: Duration) -> Duration {
        lag < self.patience ? max(self.breath, work * self.leisure) : self.breath
    }
}
