import CRabbitMQ
import Glibc

/// One connection of librabbitmq, of which this is the only owner.
///
/// Belongs to one thread: the library does not synchronize. After any error the connection is
/// unusable, since a command may be half written, and the wire must be dropped.
@safe
final class Wire {
    let handle: amqp_connection_state_t
    let descriptor: Int32
    let limits: BrokerLimits
    let watchdog: Watchdog
    /// Memory for what one command points to; emptied after the command.
    let scratch: UnsafeMutablePointer<amqp_pool_t>
    /// How many bytes may be written before the socket is asked again.
    var sendBudget = 0

    private static let scratchPage = 16_384

    /// Connects and logs in.
    ///
    /// - Throws: ``AMQPError/Code/connection`` or ``AMQPError/Code/configuration``.
    init(_ configuration: BrokerConfiguration, watchdog: Watchdog) throws(AMQPError) {
        let address = try BrokerAddress(configuration.url)
        guard let handle = unsafe amqp_new_connection() else {
            throw AMQPError(.connection, "out of memory")
        }
        unsafe self.handle = handle
        unsafe self.scratch = .allocate(capacity: 1)
        unsafe init_amqp_pool(self.scratch, Self.scratchPage)
        self.limits = configuration.limits
        self.watchdog = watchdog
        do {
            try unsafe Self.open(handle, address, configuration)
        } catch {
            self.descriptor = -1
            throw error
        }
        self.descriptor = unsafe amqp_get_sockfd(handle)
        watchdog.guardSocket(self.descriptor)
        try self.logIn(address, configuration)
    }

    deinit {
        self.watchdog.guardSocket(-1)
        // Closes the socket; says nothing to the broker and so cannot block.
        unsafe amqp_destroy_connection(self.handle)
        unsafe empty_amqp_pool(self.scratch)
        unsafe self.scratch.deallocate()
    }

    /// Runs `body` under the watchdog.
    func guarded<Result>(
        _ limit: Duration,
        _ body: () throws(AMQPError) -> Result
    ) throws(AMQPError) -> Result {
        let outer = self.watchdog.arm(limit)
        defer { self.watchdog.restore(outer) }
        return try body()
    }

    /// The error of a library call that failed.
    func failure(_ status: Int32, _ action: String) -> AMQPError {
        Self.failure(status, action, isOverdue: self.watchdog.hasKilled)
    }

    static func failure(_ status: Int32, _ action: String, isOverdue: Bool = false) -> AMQPError {
        let text = unsafe String(cString: amqp_error_string2(status))
        let suffix = isOverdue ? " (shut down by the watchdog)" : ""
        return AMQPError(.connection, "\(action): \(text)\(suffix)")
    }
}
