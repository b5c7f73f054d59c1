/// How an archive keeps out of the way of those who post.
struct ArchiveLimits: Sendable {
    /// How long the exchange of a partition waits for each lock, and others behind it.
    var lockTimeout = Duration.milliseconds(200)
    /// How often it is tried before the month is left for another time.
    var attempts = 60
    /// Between two attempts.
    var pause = Duration.seconds(1)

    /// Younger months may still be written to.
    static let leastMonths = 1
    static let usualMonths = 24
    static let mostMonths = 1_200
}
