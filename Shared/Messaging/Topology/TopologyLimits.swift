/// Every limit that the broker keeps for us; part of the policies, so that they can be changed
/// without declaring a queue again.
package struct TopologyLimits: Sendable {
    /// Messages of a work queue; more are refused to the publisher, whose outbox keeps them.
    package var workLength: Int64 = 1_000_000
    /// Messages of one retry tier.
    package var waitLength: Int64 = 200_000
    /// Bundles of requests of one service; more are refused to the gateway, which answers 503.
    package var requestLength: Int64 = 1_000
    /// How long a request waits at most; its own budget is usually shorter.
    package var requestMilliseconds: Int64 = 10_000
    /// Messages that no binding matches; the oldest are dropped.
    package var unroutedLength: Int64 = 100_000
    /// Deliveries of one message before the broker gives up on it.
    ///
    /// High, because everything that a crashing process had fetched is counted, its innocent
    /// neighbours too.
    package var deliveries: Int64 = 20
    /// The same for dead letters, which have nowhere else to go: as good as none.
    ///
    /// RabbitMQ 4 has a limit of 20 unless told otherwise and would drop them.
    package var deadLetterDeliveries: Int64 = 1_000_000_000
    /// Connections of outside systems together.
    package var posConnections: Int64 = 1_000
    /// Queues in the virtual host of outside systems, which may declare none.
    package var posQueues: Int64 = 64
    /// Divides the waits of the retry tiers; 1 except in tests.
    package var haste: Int64 = 1

    package init() {}
}
