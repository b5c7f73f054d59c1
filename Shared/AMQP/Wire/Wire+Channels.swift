import CRabbitMQ

extension Wire {
    func openChannel(_ channel: UInt16) throws(AMQPError) {
        try unsafe self.call(
            AMQP_CHANNEL_OPEN_METHOD,
            reply: AMQP_CHANNEL_OPEN_OK_METHOD,
            on: channel,
            unsafe amqp_channel_open_t(out_of_band: self.empty),
            "opening a channel"
        )
    }

    func closeChannel(_ channel: UInt16) throws(AMQPError) {
        try unsafe self.call(
            AMQP_CHANNEL_CLOSE_METHOD,
            reply: AMQP_CHANNEL_CLOSE_OK_METHOD,
            on: channel,
            unsafe amqp_channel_close_t(
                reply_code: UInt16(AMQP_REPLY_SUCCESS),
                reply_text: self.empty,
                class_id: 0,
                method_id: 0
            ),
            "closing a channel"
        )
    }

    /// Asks for confirms of everything published on the channel from now on.
    func selectConfirms(on channel: UInt16) throws(AMQPError) {
        try unsafe self.call(
            AMQP_CONFIRM_SELECT_METHOD,
            reply: AMQP_CONFIRM_SELECT_OK_METHOD,
            on: channel,
            amqp_confirm_select_t(nowait: 0),
            "selecting confirms"
        )
    }

    /// Bounds the unsettled deliveries of each consumer on the channel.
    func limitPrefetch(_ count: UInt16, on channel: UInt16) throws(AMQPError) {
        try unsafe self.call(
            AMQP_BASIC_QOS_METHOD,
            reply: AMQP_BASIC_QOS_OK_METHOD,
            on: channel,
            amqp_basic_qos_t(prefetch_size: 0, prefetch_count: count, global: 0),
            "limiting prefetch"
        )
    }

    func consume(
        _ queue: String,
        consumerTag: String,
        isNoAck: Bool,
        on channel: UInt16
    ) throws(AMQPError) {
        defer { self.emptyScratch() }
        try unsafe self.call(
            AMQP_BASIC_CONSUME_METHOD,
            reply: AMQP_BASIC_CONSUME_OK_METHOD,
            on: channel,
            unsafe amqp_basic_consume_t(
                ticket: 0,
                queue: self.encode(queue),
                consumer_tag: self.encode(consumerTag),
                no_local: 0,
                no_ack: isNoAck ? 1 : 0,
                exclusive: 0,
                nowait: 0,
                arguments: self.encode([:])
            ),
            "consuming \(queue)"
        )
    }

    func cancel(_ consumerTag: String, on channel: UInt16) throws(AMQPError) {
        defer { self.emptyScratch() }
        try unsafe self.call(
            AMQP_BASIC_CANCEL_METHOD,
            reply: AMQP_BASIC_CANCEL_OK_METHOD,
            on: channel,
            unsafe amqp_basic_cancel_t(consumer_tag: self.encode(consumerTag), nowait: 0),
            "cancelling a consumer"
        )
    }
}
