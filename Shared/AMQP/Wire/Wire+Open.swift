import CRabbitMQ
import Glibc

extension Wire {
    /// Frames must hold a header with the largest permitted table.
    private static let frameMaximum: Int32 = 131_072
    private static let smallestFrameMaximum: Int32 = 73_728

    /// Makes the socket and connects it.
    @unsafe
    static func open(
        _ handle: amqp_connection_state_t,
        _ address: BrokerAddress,
        _ configuration: BrokerConfiguration
    ) throws(AMQPError) {
        let socket =
            address.isEncrypted
            ? try unsafe self.encryptedSocket(handle, configuration)
            : unsafe amqp_tcp_socket_new(handle)
        guard let socket = unsafe socket else {
            throw AMQPError(.connection, "no socket")
        }
        var timeout = timeval(configuration.limits.connectTimeout)
        let status = unsafe amqp_socket_open_noblock(
            socket,
            address.host,
            Int32(address.port),
            &timeout
        )
        guard status == AMQP_STATUS_OK.rawValue else {
            throw self.failure(status, "connecting to \(address.host):\(address.port)")
        }
    }

    @unsafe
    private static func encryptedSocket(
        _ handle: amqp_connection_state_t,
        _ configuration: BrokerConfiguration
    ) throws(AMQPError) -> OpaquePointer? {
        guard let socket = unsafe amqp_ssl_socket_new(handle) else {
            throw AMQPError(.configuration, "TLS is not available")
        }
        unsafe amqp_ssl_socket_set_verify_peer(socket, 1)
        unsafe amqp_ssl_socket_set_verify_hostname(socket, 1)
        // The library's own floor is TLS 1.0.
        var status = unsafe amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
        guard status == AMQP_STATUS_OK.rawValue else {
            throw self.failure(status, "requiring TLS 1.2")
        }
        guard let caFile = configuration.caFile else {
            throw AMQPError(.configuration, "an amqps URL needs a file of trusted authorities")
        }
        status = unsafe amqp_ssl_socket_set_cacert(socket, caFile)
        guard status == AMQP_STATUS_OK.rawValue else {
            throw AMQPError(.configuration, "cannot read the authorities in \(caFile)")
        }
        if let client = configuration.clientCertificate {
            status = unsafe amqp_ssl_socket_set_key(socket, client.certificateFile, client.keyFile)
            guard status == AMQP_STATUS_OK.rawValue else {
                throw AMQPError(
                    .configuration,
                    "cannot use the client certificate \(client.certificateFile)"
                )
            }
        }
        return unsafe socket
    }

    /// Authenticates, announces what this client understands and opens the virtual host.
    func logIn(_ address: BrokerAddress, _ configuration: BrokerConfiguration) throws(AMQPError) {
        var timeout = timeval(self.limits.callTimeout)
        unsafe amqp_set_handshake_timeout(self.handle, &timeout)
        unsafe amqp_set_rpc_timeout(self.handle, &timeout)
        let heartbeat = max(1, configuration.heartbeat.components.seconds)
        // A peer that has vanished is noticed by the kernel as well, while something is unsent.
        let silence = UInt32(clamping: heartbeat * 2_000)
        guard stockbook_set_user_timeout(self.descriptor, silence) == 0 else {
            throw AMQPError(.connection, "setting TCP_USER_TIMEOUT failed")
        }
        let reply = try unsafe self.guarded(self.limits.callTimeout * 2) { () throws(AMQPError) in
            unsafe stockbook_amqp_login(
                self.handle,
                address.virtualHost,
                Int32(clamping: self.limits.channels),
                Self.frameMaximum,
                Int32(clamping: heartbeat),
                configuration.connectionName,
                address.user,
                address.password
            )
        }
        try unsafe self.check(reply, channel: 0, "logging in to \(address.virtualHost)")
        guard unsafe amqp_get_frame_max(self.handle) >= Self.smallestFrameMaximum else {
            throw AMQPError(.configuration, "the broker's frame_max is below 72 KiB")
        }
    }
}

extension timeval {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}
