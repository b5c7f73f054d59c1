/// One request of a bundle, for the worker that serves it.
struct ReceivedRequest: Sendable {
    let bundle: ReceivedBundle
    let request: BundledRequest

    /// When nobody waits for the answer any more.
    var deadline: ContinuousClock.Instant { self.bundle.arrival + self.request.budget }
}
