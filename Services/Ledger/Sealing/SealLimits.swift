/// How the ledger is sealed, and how often.
struct SealLimits: Sendable {
    /// How long the sealer rests when there is nothing left to seal; movements are sealed as much
    /// later at most, and what is in flight while they are posted.
    var interval = Duration.seconds(5)
    /// Movements in one block.
    var blockMovements = 1_024
    /// Between two blocks that are full.
    var pace = BackgroundPace(patience: .seconds(60))
    /// How often a checkpoint is signed while there is anything new.
    var checkpointInterval = Duration.seconds(60)
    /// Where checkpoints are exported to; `nil` for nowhere.
    var folder: String?
    /// Where the keys are that sign checkpoints; without it none are signed.
    var keyFile: String?
}
