/// The two virtual hosts of the broker.
package enum VirtualHost: String, Sendable, CaseIterable {
    /// Our services among themselves.
    case suite
    /// POS and shop systems; pos-ingest is the only bridge to ``suite``.
    case pos
}
