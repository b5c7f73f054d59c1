import CRabbitMQ

extension Wire {
    /// Writes a message that has been checked against its limits.
    ///
    /// - Throws: ``AMQPError/Code/connection``; the message may be half written.
    func publish(_ message: OutboundMessage, on channel: UInt16) throws(AMQPError) {
        defer { self.emptyScratch() }
        self.sendBudget -= message.wireSize
        let outer = self.watchdog.arm(self.limits.sendTimeout)
        defer { self.watchdog.restore(outer) }
        var properties = unsafe self.encode(message.properties)
        let status = unsafe message.body.withUnsafeBytes { body in
            unsafe amqp_basic_publish(
                self.handle,
                channel,
                self.encode(message.exchange),
                self.encode(message.routingKey),
                message.isMandatory ? 1 : 0,
                0,
                &properties,
                amqp_bytes_t(
                    len: body.count,
                    bytes: UnsafeMutableRawPointer(mutating: body.baseAddress)
                )
            )
        }
        guard status == AMQP_STATUS_OK.rawValue else {
            throw self.failure(status, "publishing")
        }
    }

    /// Writes a settlement.
    func settle(_ command: SettlementCommand, on channel: UInt16) throws(AMQPError) {
        let outer = self.watchdog.arm(self.limits.sendTimeout)
        defer { self.watchdog.restore(outer) }
        let status: Int32
        switch command {
        case .acknowledge(let tag, let isMultiple):
            status = unsafe amqp_basic_ack(self.handle, channel, tag, isMultiple ? 1 : 0)
        case .giveBack(let tag):
            status = unsafe amqp_basic_nack(self.handle, channel, tag, 0, 1)
        case .reject(let tag):
            status = unsafe amqp_basic_nack(self.handle, channel, tag, 0, 0)
        }
        guard status == AMQP_STATUS_OK.rawValue else {
            throw self.failure(status, "settling")
        }
    }

    /// Whether `size` bytes can be written without waiting for the peer.
    func readiness(toSend size: Int) throws(AMQPError) -> SendReadiness {
        guard self.sendBudget < size else { return .now }
        var request = pollfd(fd: self.descriptor, events: Int16(POLLOUT), revents: 0)
        guard unsafe stockbook_poll(&request, 1, 0) > 0 else { return .whenWritable }
        let capacity = Int(stockbook_send_buffer(self.descriptor))
        let waiting = Int(stockbook_unacknowledged_bytes(self.descriptor))
        guard capacity >= 0, waiting >= 0 else {
            throw AMQPError(.connection, "asking the socket failed")
        }
        // The kernel counts its own overhead in the capacity: half of it is for bytes. A socket that
        // is writable has a third of its capacity free, whatever is waiting.
        self.sendBudget = max(capacity / 2 - waiting, capacity / 8)
        if self.sendBudget >= size { return .now }
        // What is larger than the buffer starts with the buffer empty; the watchdog bounds the rest.
        return waiting == 0 ? .now : .whenDrained
    }
}

/// When the socket takes more.
enum SendReadiness: Hashable, Sendable {
    case now
    /// `poll` tells.
    case whenWritable
    /// When the peer has taken everything; nothing tells, so ask again soon.
    case whenDrained
}

extension OutboundMessage {
    /// A close upper bound of the bytes on the wire.
    var wireSize: Int {
        let headers = self.properties.headers
        let table = headers.isEmpty ? 0 : FieldValue.encodedSize(of: headers)
        return self.body.count + table + self.exchange.utf8.count + self.routingKey.utf8.count + 512
    }
}
