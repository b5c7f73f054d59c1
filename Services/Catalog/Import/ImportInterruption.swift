import Contracts
import Kernel

/// A chunk that could not be applied through no fault of its rows; nothing of it was kept.
struct ImportInterruption: Error {
    let importId: ID<Contracts.ImportJob>
    let cause: any Error
}
