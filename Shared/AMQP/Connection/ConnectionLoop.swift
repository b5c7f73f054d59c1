import CRabbitMQ
import Glibc
import Logging
import Metrics

/// The life of a connection, on its own thread.
///
/// Each turn runs the jobs that were posted, reads what has arrived, lets every channel send, and
/// waits for the socket, the doorbell or the next deadline. Nothing here is touched by another thread.
final class ConnectionLoop {
    let configuration: BrokerConfiguration
    let logger: Logger
    let mailbox: Mailbox
    let status: ConnectionStatus
    let watchdog: Watchdog
    var wire: Wire?
    var slots: [ChannelID: ChannelSlot] = [:]
    var slotsByNumber: [UInt16: ChannelSlot] = [:]
    var generator = SystemRandomNumberGenerator()
    /// Why the broker has asked for nothing to be published.
    var blockedReason: String?
    /// Counts connections.
    var epoch: UInt64 = 0
    /// Counts channels over all connections.
    var channelEpoch: UInt64 = 0
    private var backoff: Backoff
    private var retryAt: ContinuousClock.Instant?
    private var connectedAt = ContinuousClock.now
    private var turnNumber: UInt64 = 0
    /// Whether the last turn left something unread, perhaps where `poll` does not see it: in OpenSSL.
    private var hasMore = false
    private var drainDeadline: ContinuousClock.Instant?

    /// A connection that lives shorter counts as a failed attempt, so that one the broker ends at once
    /// is not made again in a tight circle.
    private static let stableAfter = Duration.seconds(10)
    /// While something waits for a peer that signals nothing.
    private static let drainPollInterval = Duration.milliseconds(1)

    init(
        _ configuration: BrokerConfiguration,
        mailbox: Mailbox,
        status: ConnectionStatus,
        logger: Logger
    ) {
        self.configuration = configuration
        self.mailbox = mailbox
        self.status = status
        self.logger = logger
        self.backoff = configuration.limits.backoff
        let limits = configuration.limits
        self.watchdog = Watchdog(interval: min(limits.sendTimeout, limits.callTimeout) / 8)
    }

    /// Returns when the connection is to end, or with an error that no retry can mend.
    func run() -> AMQPError? {
        var failure: AMQPError?
        while !self.isFinished {
            for job in self.mailbox.takeAll() { job(self) }
            if self.wire == nil, self.mailbox.ending == nil { failure = self.connectIfDue() }
            guard failure == nil else { break }
            let readiness = self.turn()
            self.expire()
            self.wait(readiness)
        }
        self.finish(because: failure ?? AMQPError(.closed, "the connection has ended"))
        return failure
    }

    private var isFinished: Bool {
        switch self.mailbox.ending {
        case nil:
            return false
        case .immediate:
            return true
        case .graceful:
            let now = ContinuousClock.now
            let deadline = self.drainDeadline ?? now + self.configuration.limits.drainTimeout
            self.drainDeadline = deadline
            return deadline <= now || self.wire == nil
                || !self.slots.values.contains { $0.role.isBusy }
        }
    }

    /// - Returns: An error that no retry can mend.
    private func connectIfDue() -> AMQPError? {
        if let retryAt = self.retryAt, retryAt > .now { return nil }
        do {
            self.wire = try Wire(self.configuration, watchdog: self.watchdog)
            self.epoch += 1
            self.connectedAt = .now
            self.retryAt = nil
            self.status.change(to: .ready(epoch: self.epoch))
            AMQPMetrics.ready(self.configuration.connectionName).record(1)
            self.logger.info("Connected to the broker", metadata: self.metadata)
            return nil
        } catch {
            guard error.code != .configuration else { return error }
            self.lose(because: error)
            return nil
        }
    }

    /// Reads, opens, sends; returns when the socket takes what is left to send.
    private func turn() -> SendReadiness? {
        guard let wire = self.wire else { return nil }
        self.turnNumber += 1
        do {
            let isDry = try self.pump(wire)
            self.hasMore = !isDry
            let turn = Turn(
                number: self.turnNumber,
                now: .now,
                isDry: isDry,
                isBlocked: self.blockedReason != nil
            )
            try self.fulfillWishes(wire)
            // Frames of a channel's former life must be read before its number is used again.
            // Closing one may have queued more of them.
            if isDry, !wire.hasUnreadFrames { try self.openChannels(wire, now: turn.now) }
            return try self.advance(turn)
        } catch {
            self.lose(because: error)
            return nil
        }
    }

    private func advance(_ turn: Turn) throws(AMQPError) -> SendReadiness {
        var readiness = SendReadiness.now
        for slot in self.slots.values {
            guard let open = slot.open else { continue }
            do {
                let next = try slot.role.advance(turn, on: open)
                if next != .now { readiness = next }
            } catch {
                guard error.code == .channel else { throw error }
                self.forget(slot, because: error)
            }
        }
        return readiness
    }

    private func expire() {
        let now = ContinuousClock.now
        for (id, slot) in self.slots {
            slot.role.expire(now: now)
            if slot.role.wish == .detach, slot.open == nil { self.slots[id] = nil }
        }
    }

    /// Forgets the connection and everything that went with it.
    func lose(because error: AMQPError) {
        let wasReady = self.wire != nil
        self.hasMore = false
        if wasReady, self.connectedAt.duration(to: .now) >= Self.stableAfter {
            self.backoff.reset()
        }
        self.wire = nil
        self.blockedReason = nil
        self.slotsByNumber = [:]
        for slot in self.slots.values {
            slot.open = nil
            slot.retryAt = nil
            slot.role.loseConnection(because: error)
        }
        let pause = self.backoff.next(using: &self.generator)
        self.retryAt = .now + pause
        self.status.change(to: .down(error, retryAfter: pause))
        let name = self.configuration.connectionName
        AMQPMetrics.ready(name).record(0)
        AMQPMetrics.blocked(name).record(0)
        if wasReady { AMQPMetrics.reconnects(name).increment() }
        self.logger.warning(
            "The broker is not reachable",
            metadata: self.metadata.merging(["error": "\(error.debugDescription)"]) { $1 }
        )
    }

    private func finish(because error: AMQPError) {
        if let wire = self.wire {
            wire.close()
            self.wire = nil
        }
        for slot in self.slots.values { slot.role.end(because: error) }
        self.slots = [:]
        // What was posted last finds no channel and answers so.
        for job in self.mailbox.close() { job(self) }
        for slot in self.slots.values { slot.role.end(because: error) }
        self.watchdog.end()
        self.status.change(to: .closed)
        AMQPMetrics.ready(self.configuration.connectionName).record(0)
    }

    private func wait(_ readiness: SendReadiness?) {
        var pause = self.nextDeadline().map { max(.zero, $0 - .now) } ?? .seconds(3_600)
        if self.wire != nil {
            // Reading is also what sends and checks heartbeats.
            pause = min(pause, self.configuration.heartbeat / 4)
            if self.hasMore || self.hasUnreadFrames || self.hasWishes { pause = .zero }
        }
        if readiness == .whenDrained { pause = min(pause, Self.drainPollInterval) }
        var events = Int16(POLLIN)
        if readiness == .whenWritable { events |= Int16(POLLOUT) }
        var descriptors = (
            pollfd(fd: self.mailbox.doorbell.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: self.wire?.descriptor ?? -1, events: events, revents: 0)
        )
        let nanoseconds = Int64((pause / .nanoseconds(1)).rounded(.up))
        _ = unsafe withUnsafeMutableBytes(of: &descriptors) { bytes in
            unsafe stockbook_poll(
                bytes.baseAddress?.assumingMemoryBound(to: pollfd.self),
                2,
                nanoseconds
            )
        }
        if descriptors.0.revents != 0 { self.mailbox.doorbell.silence() }
    }

    private func nextDeadline() -> ContinuousClock.Instant? {
        var nearest = self.wire == nil ? self.retryAt : nil
        func consider(_ instant: ContinuousClock.Instant?) {
            guard let instant else { return }
            nearest = nearest.map { min($0, instant) } ?? instant
        }
        consider(self.drainDeadline)
        for slot in self.slots.values {
            consider(slot.role.deadline)
            if self.wire != nil, slot.open == nil, slot.role.wantsChannel {
                consider(slot.retryAt ?? .now)
            }
        }
        return nearest
    }

    private var metadata: Logger.Metadata {
        [
            "broker.connection": "\(self.configuration.connectionName)",
            "broker.epoch": "\(self.epoch)",
        ]
    }
}
