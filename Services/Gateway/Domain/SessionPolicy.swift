package import Kernel

/// How long a browser stays signed in.
package struct SessionPolicy: Sendable {
    /// Ends a session that is not used.
    package var idleLimit: Duration
    /// Ends every session, used or not.
    package var absoluteLimit: Duration
    /// How exact the time of last use is kept; each request inside it writes nothing.
    package var touchInterval: Duration

    package init(
        idleLimit: Duration = .seconds(60 * 60),
        absoluteLimit: Duration = .seconds(12 * 60 * 60),
        touchInterval: Duration = .seconds(60)
    ) {
        self.idleLimit = idleLimit
        self.absoluteLimit = absoluteLimit
        self.touchInterval = touchInterval
    }

    package func isAlive(createdAt: Timestamp, lastUsedAt: Timestamp, now: Timestamp) -> Bool {
        now.duration(since: createdAt) < self.absoluteLimit
            && now.duration(since: lastUsedAt) < self.idleLimit
    }

    package func needsTouch(lastUsedAt: Timestamp, now: Timestamp) -> Bool {
        now.duration(since: lastUsedAt) >= self.touchInterval
    }
}
