import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Answers everything that the gateway can ask of the ledger.
///
/// What changes stock goes through the group committer; the rest runs in a transaction of its own.
struct LedgerOperations: OperationHandler {
    private let committer: GroupCommitter
    private let others: TransactionalOperations
    private let reader: JournalReader
    private let desk: ReadDesk
    private let stock: [String: any OperationHandler]
    private let approval: ApproveAndSettle
    private let people: KnownPeople
    private let proposals: ApproveProposal
    private let load: OutboxLoad

    static let commands: [String: any CommandOperation] = {
        let operations: [any CommandOperation] = [
            PostOperation<ReceiptDraft>(), PostOperation<AdjustmentDraft>(),
            PostOperation<TransferDraft>(), PostOperation<SaleDraft>(),
            PostOperation<ReturnDraft<FromCustomer>>(), PostOperation<ReturnDraft<ToSupplier>>(),
            ReverseEntryOperation(), CreateReservation(),
            ConsumeReservation(), ReleaseReservation(), ChangeLotStatus(), RecallLot(),
            PostProduction(), CreateTransferOrder(), DispatchTransferOrder(),
            ReceiveTransferOrder(), ReportTransferLoss(), CancelTransferOrder(),
            ExtendReservation(), WithdrawReservation(), RecordInspection(), ConcedeInspection(),
            MoveHandlingUnit(), UnpackHandlingUnit(), ShipHandlingUnit(), CloseHandlingUnit(),
        ]
        return Dictionary(uniqueKeysWithValues: operations.map { (type(of: $0).id, $0) })
    }()

    /// - Parameters:
    ///   - periodDelay: How long a period has to be over before it is closed.
    ///   - keyFile: The keys of the ledger; without it nothing is signed.
    ///   - proposals: How long they wait.
    ///   - units: How handling units are numbered that nobody has given a code.
    static func others(
        periodDelay: Duration = CommitLimits().periodDelay,
        keyFile: String? = nil,
        proposals: ProposalLimits = ProposalLimits(),
        units: UnitNumbering = UnitNumbering()
    ) -> [any Operation] {
        let operations: [any Operation] = [
            ListLocations(), GetLocation(), CreateLocation(), UpdateLocation(), ListLots(),
            GetLot(), CreateLot(), UpdateLot(), ListLotChanges(), TraceLot(), ListSerials(),
            TraceSerial(),
            GetEntry(), ListDependants(), ListReservations(), GetReservation(),
            ListReservationChanges(),
            ListTransferOrders(), GetTransferOrder(), ListRemovalRules(), SetRemovalRule(),
            DeleteRemovalRule(), ListHandlingUnits(), GetHandlingUnit(),
            ListHandlingUnitChanges(), CreateHandlingUnit(numbering: units),
            GetReceipt(), GetLotEvidence(keyFile: keyFile), ListCheckpoints(),
            GetLatestCheckpoint(), VerifyLedger(),
            ListDrifts(),
            GetValuation(), GetValuationAgeing(), GetCarryingCost(), ListLosses(), ListCostLayers(),
            ListCostEntries(), ListCostPolicies(), SetCostPolicy(), ListCostOrders(),
            PostLandedCost(), PostRevaluation(), ReverseCostOrder(), ListExchangeRates(),
            AddExchangeRate(),
            GetStockDashboard(),
            ListCountPlans(), CreateCountPlan(), GetCountPlan(), UpdateCountPlan(),
            GenerateCount(), ListCounts(), CreateCount(), GetCountAccuracy(), GetCount(),
            SubmitCount(), RecountCount(), ApproveCount(), CancelCount(),
            ListPeriods(), CreatePeriod(), GetPeriod(), ListPeriodBalances(),
            ClosePeriod(delay: periodDelay), ReopenPeriod(), VerifyPeriod(),
            ListInspectionPlans(), GetInspectionPlan(), CreateInspectionPlan(), ListInspections(),
            GetInspection(),
            ListApprovalRules(), CreateApprovalRule(), ListProposals(), GetProposal(),
            CreateProposal(lifetime: proposals.lifetime), DeclineProposal(),
        ]
        return operations + DeadLetterOperations.all
    }

    /// What reads the journal up to its horizon, which is taken before their transaction begins.
    static let readers: [String: @Sendable (Timestamp) -> any Query] = [
        ListEntries.id: { ListEntries(horizon: $0) },
        ListMovements.id: { ListMovements(horizon: $0) },
        ExplainStock.id: { ExplainStock(horizon: $0) },
        ListLotOrigins.id: { ListLotOrigins(horizon: $0) },
        ListLotRecipients.id: { ListLotRecipients(horizon: $0) },
        ListSerialOrigins.id: { ListSerialOrigins(horizon: $0) },
        ListSerialRecipients.id: { ListSerialRecipients(horizon: $0) },
    ]

    /// What reads stock, without a transaction where one statement is enough.
    static func stock(_ reader: JournalReader) -> [String: any OperationHandler] {
        [GetStock.id: GetStock(reader: reader), ListStock.id: ListStock(reader: reader)]
    }

    /// - Parameters:
    ///   - keyFile: The keys of the ledger; without it nothing is signed.
    ///   - proposals: How long they wait for somebody to approve them.
    ///   - units: How handling units are numbered that nobody has given a code.
    ///   - desk: Whom queries are put to; the database itself without one.
    init(
        committer: GroupCommitter,
        database: PostgresPool,
        keyFile: String? = nil,
        proposals: ProposalLimits = ProposalLimits(),
        units: UnitNumbering = UnitNumbering(),
        desk: ReadDesk? = nil,
        load: OutboxLoad = .shared
    ) {
        self.committer = committer
        self.reader = JournalReader(database: database)
        self.desk = desk ?? ReadDesk(primary: database)
        self.stock = LedgerOperations.stock(self.reader)
        self.others = TransactionalOperations(
            LedgerOperations.others(
                periodDelay: committer.limits.periodDelay,
                keyFile: keyFile,
                proposals: proposals,
                units: units
            ),
            database: database,
            desk: desk
        )
        self.approval = ApproveAndSettle(
            settler: CountSettler(committer: committer, database: database)
        )
        self.people = KnownPeople(database: database)
        self.proposals = ApproveProposal(database: database)
        self.load = load
    }

    func respond(to request: OperationRequest) async -> OperationResponse {
        if let stock = self.stock[request.operation] { return await stock.respond(to: request) }
        if let operation = LedgerOperations.readers[request.operation] {
            return await self.read(request, with: operation)
        }
        if request.operation == ApproveCount.id {
            return await self.knowing(request) { await self.approval.respond(to: request) }
        }
        guard
            request.operation == PostBatch.id || request.operation == ApproveProposal.id
                || LedgerOperations.commands[request.operation] != nil
        else {
            if Operations.named(request.operation)?.isReadOnly == true {
                return await self.others.respond(to: request)
            }
            return await self.knowing(request) { await self.others.respond(to: request) }
        }
        if self.load.isOverloaded { return .overloaded }
        guard request.idempotencyKey != nil else {
            return .problem(Problem(.idempotencyKeyMissing))
        }
        return await self.knowing(request) {
            var response = await self.submit(try await self.submission(for: request), for: request)
            if try request.isDryRun {
                response = try await EffectsPreview(database: self.reader.database)
                    .complete(response)
            }
            guard let operation = LedgerOperations.commands[request.operation] else {
                return response
            }
            return try await operation.complete(response, to: request, with: self.reader)
        }
    }

    /// Answers whoever makes an entry, once it is written down what they are called.
    private func knowing(
        _ request: OperationRequest,
        _ answer: () async throws -> OperationResponse
    ) async -> OperationResponse {
        do {
            try await self.people.meet(request.principal)
            return try await answer()
        } catch {
            return .failure(error, of: request)
        }
    }

    private func read(
        _ request: OperationRequest,
        with operation: @Sendable (Timestamp) -> any Query
    ) async -> OperationResponse {
        do {
            return try await self.desk.ask { server in
                let query = operation(
                    server.isReplica
                        ? try await ReplicaMark.horizon(on: server.pool)
                        : try await self.reader.horizon()
                )
                return try await server.pool.withTransaction(.readOnly) { transaction in
                    try query.perform(request, in: transaction)
                }
            }
        } catch {
            return .failure(error, of: request)
        }
    }

    /// What a request asks to be decided.
    private func submission(for request: OperationRequest) async throws -> Submission {
        let claim = try request.isDryRun ? nil : RequestClaim(request)
        // Leaves the second half of the budget for the commit and the way back.
        let now = ContinuousClock.now
        let patience = now + min(self.committer.limits.patience, (request.deadline - now) / 2)
        if request.operation == ApproveProposal.id {
            return try await self.proposals.submission(
                for: request,
                claim: claim,
                patience: patience
            )
        }
        guard let operation = LedgerOperations.commands[request.operation],
            let permission = Operations.named(request.operation)?.permission
        else {
            return Submission(
                batch: try PostBatch().plan(request),
                claim: claim,
                cause: request.context,
                patience: patience
            )
        }
        let plan = try operation.plan(request)
        return Submission(
            instruction: request.instruction(plan.command, permission),
            origin: .request(plan.answering, claim: claim),
            cause: request.context,
            patience: patience
        )
    }

    private func submit(
        _ submission: Submission,
        for request: OperationRequest
    ) async -> OperationResponse {
        switch await self.committer.submit(submission) {
        case .answered(let response): return response
        case .failed(CommitRefusal.overloaded), .failed(CommitRefusal.stopping):
            return .overloaded
        case .failed(let error): return .failure(error, of: request)
        case .done, .refused, .premature, .clash: return .problem(.internalError())
        }
    }
}

extension Principal {
    /// Where a permission holds; `nil` for every warehouse.
    func warehouses(for permission: Permission) -> Set<ID<Location>>? {
        if self.mayEverywhere(permission) { return nil }
        let own = self.permissions.contains(permission) ? self.warehouses ?? [] : []
        return self.grants.reduce(into: own) { all, grant in
            guard grant.scope.permission == permission else { return }
            all.formUnion(grant.warehouses ?? [])
        }
    }
}
