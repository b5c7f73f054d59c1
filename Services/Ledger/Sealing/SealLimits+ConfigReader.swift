import Configuration
import ServiceKit

extension SealLimits {
    /// ## Configuration keys
    /// - `ledger.seals.seconds` (int, default 5, 1...3600): how often new movements are sealed.
    /// - `ledger.seals.movements` (int, default 1024, 1...4096): movements in one block at most.
    /// - `ledger.seals.key.file` (path): keys that sign checkpoints, one in each line as 64 hexadecimal
    ///   digits; the last one signs. Without it nothing is signed.
    /// - `ledger.checkpoints.seconds` (int, default 60, 1...86400): how often one is signed.
    /// - `ledger.checkpoints.folder` (path): where each is written to a file of its own.
    init(reader: ConfigReader, share: BackgroundShare) throws(ConfigurationError) {
        self.pace.share = share
        self.interval = try reader.seconds("ledger.seals.seconds", default: 5, in: 1...3_600)
        self.blockMovements = try reader.integer(
            "ledger.seals.movements",
            default: 1_024,
            in: 1...4_096
        )
        self.checkpointInterval = try reader.seconds(
            "ledger.checkpoints.seconds",
            default: 60,
            in: 1...86_400
        )
        self.keyFile = reader.optionalText("ledger.seals.key.file")
        self.folder = reader.optionalText("ledger.checkpoints.folder")
    }
}
