/// Takes deliveries one by one on the thread of their connection, so that none waits for a thread to
/// wake.
package protocol DeliveryReceiver: Sendable {
    /// Takes a delivery; `false` where there is no room for it now.
    ///
    /// Must not wait: nothing else of the connection is read or sent meanwhile.
    ///
    /// - Parameter arrival: When it was read; earlier than now where there was no room before.
    func take(_ delivery: Delivery, at arrival: ContinuousClock.Instant) -> Bool
}
