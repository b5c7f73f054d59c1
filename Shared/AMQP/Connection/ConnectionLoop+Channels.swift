import CRabbitMQ
import Logging
import Metrics

/// Names a role for the lifetime of its connection.
typealias ChannelID = Int

extension ConnectionLoop {
    func attach(_ role: any ChannelRole, as id: ChannelID) {
        self.slots[id] = ChannelSlot(role, backoff: self.configuration.limits.backoff)
    }

    func role<Role: ChannelRole>(_ id: ChannelID, as type: Role.Type) -> Role? {
        self.slots[id]?.role as? Role
    }

    /// Whether the library has read more than it has given out.
    var hasUnreadFrames: Bool {
        guard let wire = self.wire else { return false }
        return wire.hasUnreadFrames
    }

    /// Whether a role asks for something that the next turn will do.
    var hasWishes: Bool {
        self.slots.values.contains { $0.open != nil && $0.role.wish != .nothing }
    }

    /// Reads what has arrived, up to a limit; whether that was all.
    func pump(_ wire: Wire) throws(AMQPError) -> Bool {
        let outer = wire.watchdog.arm(wire.limits.sendTimeout)
        defer { wire.watchdog.restore(outer) }
        for _ in 0..<self.configuration.limits.framesPerTurn {
            guard let (channel, frame) = try wire.receive() else { return true }
            if channel == 0 {
                try self.receive(frame, on: wire)
            } else if let slot = self.slotsByNumber[channel] {
                guard let event = try slot.assembler.receive(frame) else { continue }
                try self.receive(event, for: slot, on: wire)
            }
        }
        return false
    }

    private func receive(
        _ event: ChannelEvent,
        for slot: ChannelSlot,
        on wire: Wire
    )
        throws(AMQPError)
    {
        guard case .closed(let code, let text) = event, let open = slot.open else {
            try slot.role.receive(event)
            return
        }
        try wire.confirmClose(of: open.number)
        self.forget(slot, because: AMQPError(.channel, text, replyCode: code))
    }

    /// Frames about the connection itself.
    private func receive(_ frame: IncomingFrame, on wire: Wire) throws(AMQPError) {
        guard case .method(let method) = frame else { return }
        let name = self.configuration.connectionName
        switch method {
        case .connectionClosed(let code, let text):
            wire.confirmConnectionClose()
            throw AMQPError(.connection, text, replyCode: code)
        case .blocked(let reason):
            self.blockedReason = reason
            self.status.change(to: .blocked(reason: reason))
            AMQPMetrics.blocked(name).record(1)
            self.logger.warning("The broker takes no messages", metadata: ["reason": "\(reason)"])
        case .unblocked:
            self.blockedReason = nil
            self.status.change(to: .ready(epoch: self.epoch))
            AMQPMetrics.blocked(name).record(0)
        case .deliver, .returned, .confirm, .cancel, .channelClosed, .other:
            break
        }
    }

    /// Closes channels whose roles want another one or none.
    func fulfillWishes(_ wire: Wire) throws(AMQPError) {
        for (id, slot) in self.slots {
            switch slot.role.wish {
            case .nothing:
                continue
            case .reset(let error):
                try self.close(slot, because: error, on: wire)
            case .detach:
                try self.close(slot, because: AMQPError(.closed, "no longer needed"), on: wire)
                self.slots[id] = nil
            }
        }
    }

    private func close(
        _ slot: ChannelSlot,
        because error: AMQPError,
        on wire: Wire
    )
        throws(AMQPError)
    {
        guard let open = slot.open else { return }
        do {
            try wire.closeChannel(open.number)
        } catch {
            // Both sides may close at once; either way it is closed.
            guard error.code == .channel else { throw error }
        }
        self.forget(slot, because: error)
    }

    /// Opens the channels that are missing and due.
    func openChannels(_ wire: Wire, now: ContinuousClock.Instant) throws(AMQPError) {
        for slot in self.slots.values where slot.open == nil && slot.role.wantsChannel {
            if let retryAt = slot.retryAt, retryAt > now { continue }
            guard let number = self.freeNumber else {
                self.retry(slot, because: AMQPError(.overloaded, "all channels are in use"))
                continue
            }
            try self.open(slot, number, on: wire)
        }
    }

    private func open(_ slot: ChannelSlot, _ number: UInt16, on wire: Wire) throws(AMQPError) {
        self.channelEpoch += 1
        let open = OpenChannel(wire: wire, number: number, epoch: self.channelEpoch)
        slot.assembler = FrameAssembler(
            epoch: open.epoch,
            channel: number,
            maximumBody: self.configuration.limits.maximumInboundBody
        )
        slot.open = open
        self.slotsByNumber[number] = slot
        do {
            try wire.openChannel(number)
            try slot.role.open(open)
            slot.backoff.reset()
            slot.retryAt = nil
        } catch {
            guard error.code == .channel else { throw error }
            self.forget(slot, because: error)
        }
    }

    /// The channel is closed; its role gets another after a pause.
    func forget(_ slot: ChannelSlot, because error: AMQPError) {
        if let open = slot.open { self.slotsByNumber[open.number] = nil }
        slot.open = nil
        self.retry(slot, because: error)
    }

    private func retry(_ slot: ChannelSlot, because error: AMQPError) {
        slot.role.lose(because: error)
        slot.retryAt = .now + slot.backoff.next(using: &self.generator)
        guard slot.role.wish != .detach else { return }
        self.logger.warning(
            "A channel was closed",
            metadata: ["error": "\(error.debugDescription)"]
        )
    }

    private var freeNumber: UInt16? {
        let limit = UInt16(clamping: self.configuration.limits.channels)
        return (1...max(1, limit)).first { self.slotsByNumber[$0] == nil }
    }
}

extension Wire {
    var hasUnreadFrames: Bool {
        unsafe amqp_frames_enqueued(self.handle) != 0 || amqp_data_in_buffer(self.handle) != 0
    }
}
