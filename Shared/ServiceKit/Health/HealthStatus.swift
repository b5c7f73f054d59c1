/// What one check found.
package enum HealthStatus: Hashable, Sendable {
    case ok
    /// With a sentence an operator can act on.
    case failing(String)
}
