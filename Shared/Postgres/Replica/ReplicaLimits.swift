/// How far a standby may be behind, and how patient one is with it.
package struct ReplicaLimits: Sendable {
    /// A standby that is further behind is not asked.
    package var lag = Duration.seconds(5)
    /// How often the primary is marked and the standby looked at.
    package var pace = Duration.milliseconds(500)

    /// How long anybody waits for a session with the standby: the primary can answer instead.
    static let patience = Duration.seconds(1)

    package init() {}
}

extension PostgresConfiguration {
    /// How a standby at another address is asked, which is given up sooner than a primary.
    package func ofReplica(at url: String, connections: Int) -> PostgresConfiguration {
        var configuration = self
        configuration.url = url
        configuration.maximumConnections = connections
        configuration.acquireTimeout = ReplicaLimits.patience
        configuration.connectTimeout = ReplicaLimits.patience
        configuration.silenceMargin = ReplicaLimits.patience
        configuration.applicationName += "-replica"
        configuration.traits.insert(.acceptsStandby)
        return configuration
    }

    /// How a standby is looked at: by a session of its own, so that questions do not delay it.
    var ofWatch: PostgresConfiguration {
        var configuration = self
        configuration.maximumConnections = 1
        configuration.statementTimeout = ReplicaLimits.patience
        configuration.applicationName += "-watch"
        return configuration
    }
}
