import CRabbitMQ
import Glibc

extension Wire {
    /// The next frame that has arrived; `nil` when there is none now.
    ///
    /// Also sends heartbeats and notices their absence, so it must be called often.
    func receive() throws(AMQPError) -> (channel: UInt16, frame: IncomingFrame)? {
        while true {
            var frame = unsafe amqp_frame_t()
            var now = timeval()
            let status = unsafe amqp_simple_wait_frame_noblock(self.handle, &frame, &now)
            if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
            guard status == AMQP_STATUS_OK.rawValue else {
                throw self.failure(status, "receiving")
            }
            let channel = unsafe frame.channel
            // Does nothing while more frames of the channel are queued; the last one releases all.
            defer { unsafe amqp_maybe_release_buffers_on_channel(self.handle, channel) }
            if let decoded = unsafe self.decode(frame) { return (channel, decoded) }
        }
    }

    @unsafe
    private func decode(_ frame: amqp_frame_t) -> IncomingFrame? {
        switch unsafe Int32(frame.frame_type) {
        case AMQP_FRAME_METHOD:
            return unsafe .method(self.decode(frame.payload.method))
        case AMQP_FRAME_HEADER:
            let header = unsafe frame.payload.properties
            guard let decoded = unsafe header.decoded else { return nil }
            let properties = unsafe decoded.assumingMemoryBound(to: amqp_basic_properties_t.self)
            return unsafe .header(bodySize: header.body_size, self.decode(properties.pointee))
        case AMQP_FRAME_BODY:
            return unsafe .body(self.decode(frame.payload.body_fragment))
        default:
            return nil
        }
    }

    @unsafe
    func decode(_ method: amqp_method_t) -> IncomingMethod {
        guard let decoded = unsafe method.decoded else { return unsafe .other(method.id) }
        switch unsafe method.id {
        case AMQP_BASIC_DELIVER_METHOD:
            let deliver = unsafe decoded.load(as: amqp_basic_deliver_t.self)
            return unsafe .deliver(
                consumerTag: self.decode(deliver.consumer_tag),
                tag: deliver.delivery_tag,
                isRedelivered: deliver.redelivered != 0,
                exchange: self.decode(deliver.exchange),
                key: self.decode(deliver.routing_key)
            )
        case AMQP_BASIC_ACK_METHOD:
            let ack = unsafe decoded.load(as: amqp_basic_ack_t.self)
            return .confirm(tag: ack.delivery_tag, isMultiple: ack.multiple != 0, isPositive: true)
        case AMQP_BASIC_NACK_METHOD:
            let nack = unsafe decoded.load(as: amqp_basic_nack_t.self)
            return .confirm(
                tag: nack.delivery_tag,
                isMultiple: nack.multiple != 0,
                isPositive: false
            )
        case AMQP_BASIC_RETURN_METHOD:
            let message = unsafe decoded.load(as: amqp_basic_return_t.self)
            return unsafe .returned(
                code: message.reply_code,
                text: self.decode(message.reply_text),
                exchange: self.decode(message.exchange),
                key: self.decode(message.routing_key)
            )
        case AMQP_BASIC_CANCEL_METHOD:
            let cancel = unsafe decoded.load(as: amqp_basic_cancel_t.self)
            return unsafe .cancel(consumerTag: self.decode(cancel.consumer_tag))
        case AMQP_CHANNEL_CLOSE_METHOD:
            let close = unsafe decoded.load(as: amqp_channel_close_t.self)
            return unsafe .channelClosed(
                code: close.reply_code,
                text: self.decode(close.reply_text)
            )
        case AMQP_CONNECTION_CLOSE_METHOD:
            let close = unsafe decoded.load(as: amqp_connection_close_t.self)
            return unsafe .connectionClosed(
                code: close.reply_code,
                text: self.decode(close.reply_text)
            )
        case AMQP_CONNECTION_BLOCKED_METHOD:
            let blocked = unsafe decoded.load(as: amqp_connection_blocked_t.self)
            return unsafe .blocked(reason: self.decode(blocked.reason))
        case AMQP_CONNECTION_UNBLOCKED_METHOD:
            return .unblocked
        default:
            return unsafe .other(method.id)
        }
    }
}
