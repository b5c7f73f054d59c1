import AMQP

/// How large a message may be; a larger one is refused before it is stored or sent.
enum EnvelopeLimits {
    /// RabbitMQ would take bodies of 128 MB, which no consumer should have to hold.
    static let message = MessageLimits(maximumBody: 4 << 20)
    /// A copy of a message of an outside system may be as large as the connection allows.
    static let copy = MessageLimits()
    /// Bytes of an error's text in a dead letter: all headers have to fit one frame.
    static let errorText = 2_048
}
