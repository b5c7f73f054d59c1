import CRabbitMQ
import Kernel

extension Wire {
    /// Properties as the library wants them, in scratch memory.
    @unsafe
    func encode(_ properties: MessageProperties) -> amqp_basic_properties_t {
        var encoded = unsafe amqp_basic_properties_t()
        var flags = AMQP_BASIC_DELIVERY_MODE_FLAG
        unsafe encoded.delivery_mode = properties.isPersistent ? 2 : 1
        func set(_ flag: Int32, _ text: String?, _ path: (amqp_bytes_t) -> Void) {
            guard let text else { return }
            flags |= flag
            unsafe path(self.encode(text))
        }
        unsafe set(AMQP_BASIC_MESSAGE_ID_FLAG, properties.messageID) {
            unsafe encoded.message_id = $0
        }
        unsafe set(AMQP_BASIC_CORRELATION_ID_FLAG, properties.correlationID) {
            unsafe encoded.correlation_id = $0
        }
        unsafe set(AMQP_BASIC_TYPE_FLAG, properties.type) { unsafe encoded.type = $0 }
        unsafe set(AMQP_BASIC_CONTENT_TYPE_FLAG, properties.contentType) {
            unsafe encoded.content_type = $0
        }
        unsafe set(AMQP_BASIC_REPLY_TO_FLAG, properties.replyTo) { unsafe encoded.reply_to = $0 }
        unsafe set(AMQP_BASIC_APP_ID_FLAG, properties.appID) { unsafe encoded.app_id = $0 }
        unsafe set(AMQP_BASIC_USER_ID_FLAG, properties.userID) { unsafe encoded.user_id = $0 }
        unsafe set(AMQP_BASIC_EXPIRATION_FLAG, properties.expiration) {
            unsafe encoded.expiration = $0
        }
        if let timestamp = properties.timestamp {
            flags |= AMQP_BASIC_TIMESTAMP_FLAG
            unsafe encoded.timestamp = UInt64(clamping: timestamp.microseconds / 1_000_000)
        }
        if !properties.headers.isEmpty {
            flags |= AMQP_BASIC_HEADERS_FLAG
            unsafe encoded.headers = self.encode(properties.headers)
        }
        unsafe encoded._flags = amqp_flags_t(flags)
        return unsafe encoded
    }

    /// Properties copied out of the library's memory.
    @unsafe
    func decode(_ encoded: amqp_basic_properties_t) -> MessageProperties {
        let flags = unsafe Int32(encoded._flags)
        func text(_ flag: Int32, _ bytes: amqp_bytes_t) -> String? {
            flags & flag == 0 ? nil : unsafe self.decode(bytes)
        }
        let mode = unsafe encoded.delivery_mode
        return unsafe MessageProperties(
            messageID: text(AMQP_BASIC_MESSAGE_ID_FLAG, encoded.message_id),
            correlationID: text(AMQP_BASIC_CORRELATION_ID_FLAG, encoded.correlation_id),
            type: text(AMQP_BASIC_TYPE_FLAG, encoded.type),
            contentType: text(AMQP_BASIC_CONTENT_TYPE_FLAG, encoded.content_type),
            replyTo: text(AMQP_BASIC_REPLY_TO_FLAG, encoded.reply_to),
            appID: text(AMQP_BASIC_APP_ID_FLAG, encoded.app_id),
            userID: text(AMQP_BASIC_USER_ID_FLAG, encoded.user_id),
            expiration: text(AMQP_BASIC_EXPIRATION_FLAG, encoded.expiration),
            timestamp: flags & AMQP_BASIC_TIMESTAMP_FLAG == 0
                ? nil : Timestamp(wireSeconds: encoded.timestamp),
            isPersistent: flags & AMQP_BASIC_DELIVERY_MODE_FLAG != 0 && mode == 2,
            headers: flags & AMQP_BASIC_HEADERS_FLAG == 0 ? [:] : self.decode(encoded.headers)
        )
    }
}

extension Timestamp {
    /// A time of the wire: whole seconds, which a foreign client may have set to anything.
    init(wireSeconds seconds: UInt64) {
        let (microseconds, isOverflow) = Int64(clamping: seconds)
            .multipliedReportingOverflow(by: 1_000_000)
        self.init(microseconds: isOverflow ? .max : microseconds)
    }
}
