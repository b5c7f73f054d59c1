/// Names of the headers a message carries besides the native properties of AMQP.
///
/// Attributes follow the binary mode of CloudEvents 1.0 with the separator `_`, which its binding
/// for AMQP 1.0 prefers; there is no binding for AMQP 0.9.1.
package enum EnvelopeHeader {
    static let id = "cloudEvents_id"
    static let source = "cloudEvents_source"
    static let type = "cloudEvents_type"
    static let specificationVersion = "cloudEvents_specversion"
    static let time = "cloudEvents_time"
    static let subject = "cloudEvents_subject"
    static let partitionKey = "cloudEvents_partitionkey"
    static let sequence = "cloudEvents_sequence"
    /// Where the event began; unlike ``traceParent`` the same on every hop.
    static let originTraceParent = "cloudEvents_traceparent"
    static let traceParent = "traceparent"
    static let traceState = "tracestate"
    static let causation = "causation-id"

    /// Which delivery this is, from 1: counted by this module, because `x-death` differs by version.
    static let attempt = "attempt"
    static let retryTier = "retry-tier"
    static let replay = "replay-id"
    /// What a copy replaced in the properties it could not keep; believed on a requeue exchange only.
    static let originalExchange = "original-exchange"
    static let originalRoutingKey = "original-routing-key"
    static let originalUser = "original-user-id"

    static let failedQueue = "failed-queue"
    static let failedAt = "failed-at"
    static let attempts = "attempts"
    static let errorClass = "error-class"
    static let errorCode = "error-code"
    static let errorText = "error-text"
    static let host = "host"
    static let version = "version"

    /// Headers that describe one hop or one failure and are not carried over to a copy.
    static let ofOneHop: Set<String> = [
        attempt, retryTier, replay, failedQueue, failedAt, attempts, errorClass, errorCode,
        errorText, host, version, "CC", "BCC",
    ]
}
