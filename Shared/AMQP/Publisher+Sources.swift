extension Publisher {
    /// Asks `source` for messages, one whenever it can be written, and confirms them.
    ///
    /// Returns at once. While the connection is down or blocked the source is told to give up.
    ///
    /// - Throws: ``AMQPError/Code/closed``; the source is not asked then.
    package func draw(from source: any MessageSource) throws(AMQPError) {
        let confirming = self.confirming
        try self.post { loop in
            guard let channel = loop.role(confirming, as: ConfirmingChannel.self) else {
                source.abandon(because: AMQPError(.closed, "the connection has ended"))
                return
            }
            channel.wake(source)
        }
    }

    /// Asks `source` for messages as ``draw(from:)`` does, whose loss is noticed by who waits for
    /// them: they are not confirmed, and a blocked connection keeps them.
    ///
    /// - Throws: ``AMQPError/Code/closed``; the source is not asked then.
    package func drawTransient(from source: any MessageSource) throws(AMQPError) {
        let transient = self.transient
        try self.post { loop in
            guard let channel = loop.role(transient, as: TransientChannel.self) else {
                source.abandon(because: AMQPError(.closed, "the connection has ended"))
                return
            }
            channel.wake(source)
        }
    }

    /// Whether the connection is up and the broker takes messages.
    package var isReady: Bool { self.connection.isReady }

    /// What a message may not exceed.
    package var messageLimits: MessageLimits { self.connection.configuration.limits.message }

    private func post(_ job: @escaping Mailbox.Job) throws(AMQPError) {
        guard self.connection.mailbox.post(job) else {
            throw AMQPError(.closed, "the connection has ended")
        }
    }
}
