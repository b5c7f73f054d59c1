import CPostgres
import Glibc

extension Session {
    /// Makes a connection, waiting at most `connectTimeout`.
    ///
    /// `connect_timeout` of libpq does not apply to the non-blocking calls, and the blocking ones
    /// apply it to every address anew. Names are resolved inside the first call, on this thread.
    static func connect(_ configuration: PostgresConfiguration) throws -> OpaquePointer {
        let deadline = ContinuousClock.now + configuration.connectTimeout
        let parameters = try ConnectionParameters(configuration)
        guard
            let handle = unsafe parameters.withKeywords({ unsafe PQconnectStartParams($0, $1, 1) })
        else { throw PostgresError(.connection, "out of memory") }
        do {
            try unsafe Session.finishConnecting(handle, before: deadline)
            return unsafe handle
        } catch {
            unsafe PQfinish(handle)
            throw error
        }
    }

    private static func finishConnecting(
        _ handle: OpaquePointer,
        before deadline: ContinuousClock.Instant
    ) throws {
        var status = PGRES_POLLING_WRITING
        while unsafe PQstatus(handle) != CONNECTION_BAD {
            switch status {
            case PGRES_POLLING_OK: return
            case PGRES_POLLING_READING, PGRES_POLLING_WRITING: break
            default: throw unsafe self.refusal(of: handle)
            }
            let ready = unsafe self.wait(
                for: PQsocket(handle),
                events: status == PGRES_POLLING_READING ? POLLIN : POLLOUT,
                milliseconds: self.milliseconds(deadline - .now)
            )
            guard ready != 0 else {
                throw PostgresError(.connection, "the server did not answer in time")
            }
            status = unsafe PQconnectPoll(handle)
        }
        throw unsafe self.refusal(of: handle)
    }

    private static func refusal(of handle: OpaquePointer) -> PostgresError {
        let message = unsafe String(cString: PQerrorMessage(handle))
        return PostgresError(.connection, "the server took no connection", message: message)
    }
}
