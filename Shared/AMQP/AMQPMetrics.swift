import Metrics

/// What this module counts.
enum AMQPMetrics {
    static let watchdogKills = Counter(label: "amqp_watchdog_kills_total")
    static let staleSettlements = Counter(label: "amqp_stale_settlements_total")
    static let droppedUnacknowledged = Counter(label: "amqp_dropped_noack_deliveries_total")
    static let prunedHeaders = Counter(label: "amqp_pruned_headers_total")
    static let confirmLatency = Timer(label: "publish_confirm_latency")

    static func reconnects(_ connection: String) -> Counter {
        Counter(label: "amqp_reconnects_total", dimensions: [("connection", connection)])
    }

    static func blocked(_ connection: String) -> Gauge {
        Gauge(label: "publisher_blocked", dimensions: [("connection", connection)])
    }

    static func ready(_ connection: String) -> Gauge {
        Gauge(label: "amqp_connection_ready", dimensions: [("connection", connection)])
    }

    static func subscribed(_ queue: String) -> Gauge {
        Gauge(label: "amqp_consumer_subscribed", dimensions: [("queue", queue)])
    }

    // What became of messages: made once, since every message is counted.
    static let confirmed = outcomes("confirmed")
    static let unroutable = outcomes("unroutable")
    static let refused = outcomes("refused")
    static let indeterminate = outcomes("indeterminate")
    static let returned = outcomes("returned")
    static let dropped = outcomes("dropped")

    private static func outcomes(_ outcome: String) -> Counter {
        Counter(label: "publish_outcomes_total", dimensions: [("outcome", outcome)])
    }
}
