import CRabbitMQ

extension Wire {
    /// Asks the broker and waits for the answer.
    ///
    /// Frames that arrive in between are queued by the library and come out of ``receive()`` later.
    ///
    /// - Throws: ``AMQPError/Code/channel`` when the broker closed the channel instead, whose closing is
    ///   then already confirmed; ``AMQPError/Code/connection`` otherwise.
    @unsafe
    func call<Request>(
        _ method: UInt32,
        reply: UInt32,
        on channel: UInt16,
        _ request: Request,
        _ action: String
    ) throws(AMQPError) {
        try unsafe self.call(method, reply: reply, on: channel, request, action) { _ in }
    }

    /// Likewise; `read` sees the decoded answer, which is gone when it returns.
    @unsafe
    func call<Request, Result>(
        _ method: UInt32,
        reply: UInt32,
        on channel: UInt16,
        _ request: Request,
        _ action: String,
        _ read: (UnsafeMutableRawPointer?) -> Result
    ) throws(AMQPError) -> Result {
        defer { unsafe amqp_maybe_release_buffers_on_channel(self.handle, channel) }
        var request = request
        var replies: (UInt32, UInt32) = (reply, 0)
        // The library bounds the wait for the answer, the watchdog the sending of the question.
        let outer = self.watchdog.arm(self.limits.callTimeout + self.limits.sendTimeout)
        defer { self.watchdog.restore(outer) }
        let answer = unsafe withUnsafeMutableBytes(of: &replies) { replies in
            unsafe withUnsafeMutablePointer(to: &request) { request in
                unsafe amqp_simple_rpc(
                    self.handle,
                    channel,
                    method,
                    replies.baseAddress?.assumingMemoryBound(to: UInt32.self),
                    request
                )
            }
        }
        try unsafe self.check(answer, channel: channel, action)
        return unsafe read(answer.reply.decoded)
    }

    /// Throws unless the broker agreed.
    @unsafe
    func check(
        _ answer: amqp_rpc_reply_t,
        channel: UInt16,
        _ action: String
    ) throws(AMQPError) {
        switch unsafe answer.reply_type {
        case AMQP_RESPONSE_NORMAL:
            return
        case AMQP_RESPONSE_SERVER_EXCEPTION:
            try unsafe self.refuse(answer.reply, channel: channel, action)
        case AMQP_RESPONSE_LIBRARY_EXCEPTION:
            throw unsafe self.failure(answer.library_error, action)
        default:
            throw AMQPError(.connection, "\(action): the broker hung up")
        }
    }

    /// Confirms a closing that came as the answer to a call, and throws what it says.
    @unsafe
    private func refuse(
        _ method: amqp_method_t,
        channel: UInt16,
        _ action: String
    ) throws(AMQPError) {
        switch unsafe self.decode(method) {
        case .channelClosed(let code, let text):
            try self.confirmClose(of: channel)
            throw AMQPError(.channel, "\(action): \(text)", replyCode: code)
        case .connectionClosed(let code, let text):
            throw AMQPError(.connection, "\(action): \(text)", replyCode: code)
        default:
            throw AMQPError(.connection, "\(action): unexpected answer")
        }
    }

    /// Answers `channel.close`, after which the number may be opened again.
    func confirmClose(of channel: UInt16) throws(AMQPError) {
        var answer = amqp_channel_close_ok_t()
        try self.guarded(self.limits.sendTimeout) { () throws(AMQPError) in
            let status = unsafe amqp_send_method(
                self.handle,
                channel,
                AMQP_CHANNEL_CLOSE_OK_METHOD,
                &answer
            )
            guard status == AMQP_STATUS_OK.rawValue else {
                throw self.failure(status, "confirming a closed channel")
            }
        }
    }

    /// Answers `connection.close`; the connection is over whether or not the answer arrives.
    func confirmConnectionClose() {
        var answer = amqp_connection_close_ok_t()
        let outer = self.watchdog.arm(self.limits.sendTimeout)
        defer { self.watchdog.restore(outer) }
        unsafe amqp_send_method(self.handle, 0, AMQP_CONNECTION_CLOSE_OK_METHOD, &answer)
    }

    /// Says goodbye; bounded by the call timeout and the watchdog, also when the peer is silent.
    func close() {
        let outer = self.watchdog.arm(self.limits.callTimeout + self.limits.sendTimeout)
        defer { self.watchdog.restore(outer) }
        _ = unsafe amqp_connection_close(self.handle, AMQP_REPLY_SUCCESS)
    }
}
