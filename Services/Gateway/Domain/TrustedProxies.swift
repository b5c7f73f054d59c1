/// The load balancers in front, whose word is taken for where a request came from.
package struct TrustedProxies: Hashable, Sendable {
    private let ranges: [AddressRange]

    /// - Parameter ranges: Empty where clients come directly.
    package init(_ ranges: [AddressRange] = []) {
        self.ranges = ranges
    }

    /// Who sent a request: the peer, or where that is a trusted proxy, the last address in its
    /// `X-Forwarded-For` that is none.
    ///
    /// Anybody can write what they like into the header; only what a trusted proxy has added at the
    /// end of it is believed.
    ///
    /// - Parameter forwarded: The values of the header in the order in which they came.
    package func client(of peer: String, forwarded: @autoclosure () -> [String]) -> String {
        guard self.trust(peer) else { return peer }
        var client = peer
        for value in forwarded().reversed() {
            for part in value.split(separator: ",", omittingEmptySubsequences: false).reversed() {
                let address = String(part.filter { $0 != " " && $0 != "\t" })
                // What is no address was not written by a proxy.
                guard IPAddress(address) != nil else { return client }
                client = address
                guard self.trust(client) else { return client }
            }
        }
        return client
    }

    private func trust(_ text: String) -> Bool {
        guard !self.ranges.isEmpty, let address = IPAddress(text) else { return false }
        return self.ranges.contains { $0.contains(address) }
    }
}
