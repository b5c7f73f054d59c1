import CPostgres
import Glibc

/// The libpq handle and what belongs to it.
///
/// Not thread-safe, so only ever used by the actor that owns it. It stays in pipeline mode, where
/// preparing, running and beginning a transaction share one round trip.
@safe final class Session {
    let handle: OpaquePointer
    /// How long the server may stay silent before the session is given up.
    private(set) var patience: Duration
    private let statementTimeout: Duration
    private let silenceMargin: Duration
    var statements: StatementCache
    /// Commands that travel with the next statement: `BEGIN`, `SAVEPOINT`, `RELEASE`, and what was
    /// posted.
    var deferred: [SQL] = []
    /// Whether the open transaction has statements whose results nobody waits for.
    var hasPosted = false
    /// The first failure of the open transaction that no savepoint has undone.
    var failure: PostgresError?
    var isReadOnly = false
    let isEncrypted: Bool
    var savepointDepth = 0
    /// Whether the session must not be used again.
    var isBroken = false
    private(set) var arguments = Arguments()

    /// Used where there is no `statement_timeout`.
    private static let longestSilence: Duration = .seconds(3_600)

    /// - Throws: ``PostgresError`` with code `connection`.
    init(_ configuration: PostgresConfiguration) throws {
        unsafe self.handle = try unsafe Session.connect(configuration)
        self.isEncrypted = unsafe PQsslInUse(self.handle) != 0
        self.statements = StatementCache(capacity: configuration.maximumStatements)
        self.statementTimeout = configuration.statementTimeout
        self.silenceMargin = configuration.silenceMargin
        self.patience = Session.longestSilence
        self.allow(statementTimeout: nil)
        unsafe logNotices(of: self.handle)
        guard unsafe PQsetnonblocking(self.handle, 1) == 0,
            unsafe PQenterPipelineMode(self.handle) == 1
        else {
            throw PostgresError(.connection, "the session takes no pipeline")
        }
    }

    deinit {
        unsafe PQfinish(self.handle)
    }

    /// Whether the server has not hung up, as far as the socket tells without a round trip.
    func isAlive() -> Bool {
        guard !self.isBroken else { return false }
        // The farewell of a server and the end of the stream are two reads.
        while unsafe PQstatus(self.handle) == CONNECTION_OK,
            self.waitForSocket(events: POLLIN, milliseconds: 0) != 0
        {
            unsafe PQconsumeInput(self.handle)
        }
        return unsafe PQstatus(self.handle) == CONNECTION_OK
    }

    /// Waits longer for answers where statements may take longer; `nil` means as configured.
    func allow(statementTimeout: Duration?) {
        let timeout = statementTimeout ?? self.statementTimeout
        self.patience = timeout == .zero ? Session.longestSilence : timeout + self.silenceMargin
    }

    /// Whether the next transaction may use this session.
    var isReusable: Bool {
        guard !self.isBroken, unsafe PQstatus(self.handle) == CONNECTION_OK else { return false }
        return unsafe PQtransactionStatus(self.handle) == PQTRANS_IDLE
    }

    /// Room for the arguments of one statement, kept so that each need not allocate its own.
    @safe struct Arguments {
        var values: [UnsafePointer<CChar>?] = unsafe []
        var lengths: [CInt] = []
        /// All binary.
        var formats: [CInt] = []
    }

    func withArguments<Result>(
        of statement: SQL,
        _ body: (borrowing Arguments) -> Result
    ) -> Result {
        unsafe statement.payload.withUnsafeBytes { bytes in
            // Without a payload there can still be empty strings, which a null pointer would
            // turn into NULL; of this one no byte is read.
            let base = unsafe bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)
            unsafe self.arguments.values.removeAll(keepingCapacity: true)
            self.arguments.lengths.removeAll(keepingCapacity: true)
            self.arguments.formats.removeAll(keepingCapacity: true)
            var offset = 0
            for parameter in statement.parameters {
                let isNull = parameter.length < 0
                let pointer = unsafe isNull ? nil : base?.advanced(by: offset)
                unsafe self.arguments.values.append(pointer?.assumingMemoryBound(to: CChar.self))
                self.arguments.lengths.append(CInt(max(parameter.length, 0)))
                self.arguments.formats.append(1)
                offset += max(parameter.length, 0)
            }
            return body(self.arguments)
        }
    }
}
