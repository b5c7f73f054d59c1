/// How work that follows posting makes room for it.
struct BackgroundPace: Sendable {
    /// How long to rest at least between two steps.
    var breath = Duration.milliseconds(20)
    /// How many times as long as a step took to rest after it, so that posting goes first: a tenth of
    /// the time is worked.
    var leisure = 9
    /// How late the work may be for that; later than this it only takes a breath.
    var patience: Duration

    /// How long to rest after a step.
    ///
    /// - Parameter lag: How long ago the last thing that it followed was recorded.
    func rest(after work: Duration, lag: Duration = .zero) -> Duration {
        lag < self.patience ? max(self.breath, work * self.leisure) : self.breath
    }
}
