import Contracts
import GatewayDomain
import Messaging
import Postgres
import ServiceKit

/// What the operations of the gateway are made of.
struct GatewayParts: Sendable {
    let database: PostgresPool
    let client: OperationClient
    let audit: AuditTrail
    let hasher: PasswordHasher
    let document: ContractReference
}

extension GatewayResponder {
    /// Puts the gateway together.
    init(_ configuration: GatewayConfiguration, parts: GatewayParts) async {
        let keys = GatewayKeys(master: configuration.masterKey)
        let tokens = await MachineTokens(keys: keys)
        let cache = CallerCache()
        let policy = SessionPolicy()
        let csrf = CSRFToken(keys: keys)
        let desk = SessionDesk(
            database: parts.database,
            csrf: csrf,
            cookie: SessionCookie(isSecure: configuration.isTransportSecure),
            policy: policy
        )
        let burst = Double(configuration.callerBurst)
        let rate = Double(configuration.callerPerSecond)
        self.routes = RouteTable(
            Operations.all.map { ($0.method.rawValue, $0.path, $0) }
        )
        self.admission = Admission(
            authenticator: Authenticator(
                database: parts.database,
                tokens: tokens,
                cache: cache,
                policy: policy,
                operatorKey: configuration.operatorKey?.id,
                guesses: RateLimiter(
                    burst: Double(configuration.edge.credentialBurst),
                    perSecond: Double(configuration.edge.credentialPerMinute) / 60
                )
            ),
            csrf: csrf,
            personLimit: RateLimiter(burst: burst, perSecond: rate),
            programLimit: RateLimiter(
                burst: Double(configuration.programBurst),
                perSecond: Double(configuration.programPerSecond)
            ),
            addressLimit: RateLimiter(burst: burst, perSecond: rate),
            signInLimit: RateLimiter(
                burst: Double(configuration.signInBurst),
                perSecond: Double(configuration.signInPerMinute) / 60
            )
        )
        self.reader = RequestReader(
            limits: configuration.limits,
            queryParameters: parts.document.queryParameters
        )
        self.dispatcher = Dispatcher(
            local: parts.localOperations(desk: desk, cache: cache, tokens: tokens),
            transactional: parts.transactionalOperations,
            client: parts.client,
            budget: configuration.budget
        )
        self.audit = parts.audit
        self.uploads = UploadLimit(configuration.edge.files)
        self.proxies = configuration.edge.proxies
        self.securityHeaders = SecurityHeaders(isTransportSecure: configuration.isTransportSecure)
    }
}

extension GatewayParts {
    fileprivate var transactionalOperations: TransactionalOperations {
        let own: [any Operation] = [
            ListUsers(), GetUser(), ListRoles(), ListAPIKeys(), ListAudit(),
        ]
        return TransactionalOperations(own + DeadLetterOperations.all, database: self.database)
    }

    fileprivate func localOperations(
        desk: SessionDesk,
        cache: CallerCache,
        tokens: MachineTokens
    ) -> [String: any LocalOperation] {
        let database = self.database
        let hasher = self.hasher
        let check = PasswordCheck(database: database, hasher: hasher)
        let services: [ServiceName] = [.catalog, .ledger, .posIngest]
        let all: [any LocalOperation] = [
            SignIn(check: check, desk: desk),
            GetSession(desk: desk),
            SignOut(desk: desk, cache: cache),
            ListSessions(desk: desk),
            RevokeSession(database: database, cache: cache),
            CreateToken(tokens: tokens),
            ChangePassword(database: database, hasher: hasher, check: check, cache: cache),
            CreateUser(database: database, hasher: hasher),
            UpdateUser(database: database, hasher: hasher, cache: cache),
            SetUserGrants(database: database, cache: cache),
            EraseUser(database: database, hasher: hasher, cache: cache),
            CreateAPIKey(database: database),
            RevokeAPIKey(database: database, cache: cache),
            GetOpenAPI(document: self.document),
            GetDocs(ReferencePage(document: self.document)),
            Health(client: self.client, services: services, version: ServiceVersion.current),
        ]
        return Dictionary(uniqueKeysWithValues: all.map { (type(of: $0).id, $0) })
    }
}
