import Contracts
import Kernel

extension LedgerState {
    /// Records what somebody found out about a lot, and gives the lot the status that follows.
    func decide(
        _ request: InspectionRequest,
        of instruction: Instruction
    ) throws(LedgerRefusal) -> Decision {
        guard let lot = self.lots[request.lot] else { throw .noSuchLot(request.lot) }
        // A lot may be anywhere tomorrow, so its quality is no matter of single warehouses.
        guard instruction.authority.warehouses == nil else {
            throw .qualityElsewhere(.qualityInspect)
        }
        guard self.inspections[request.id] == nil else { throw .inspectionExists(request.id) }
        let performedAt = request.performedAt ?? self.now
        guard performedAt <= self.now.advanced(by: LedgerState.clockTolerance) else {
            throw .performedInFuture
        }
        guard let plan = self.qualityPlans[lot.key.variant] else { throw .noInspectionPlan(lot) }
        if let wanted = request.plan, wanted != plan.id {
            throw .otherInspectionPlan(inForce: plan.id)
        }
        let former = try self.superseded(by: request)
        let location = try self.inspectedPlace(of: request.circumstances)
        let judgement = try plan.judge(request.readings)
        let inspection = LotInspection(
            id: request.id,
            lot: lot.id,
            plan: plan.id,
            verdict: judgement.verdict,
            actor: instruction.actor
        )
        var tally = self.tallies[lot.id, default: InspectionTally()]
        if let former { tally.count(former, -1) }
        tally.count(inspection)
        var decision = self.settle(lot, by: tally, inspection.verdict, instruction.actor)
        decision.inspection = RecordedInspection(
            request: request,
            inspection: inspection,
            readings: judgement.readings,
            location: location,
            performedAt: performedAt
        )
        return decision
    }

    /// Releases a lot that an inspection rejected, because somebody else answers for it.
    func decide(
        _ request: ConcessionRequest,
        of instruction: Instruction
    ) throws(LedgerRefusal) -> Decision {
        guard var inspection = self.inspections[request.inspection],
            let lot = self.lots[inspection.lot]
        else { throw .noSuchInspection(request.inspection) }
        guard instruction.authority.warehouses == nil else {
            throw .qualityElsewhere(.qualityConcede)
        }
        // An answer is a person's; a program would give that of whoever made its key.
        guard instruction.actor.kind == .user else { throw .concessionByProgram }
        guard !instruction.actor.isSame(as: inspection.actor) else { throw .ownInspection }
        guard !inspection.isPass, inspection.supersededBy == nil else {
            throw .notConcedable(inspection)
        }
        guard !lot.isOver(on: self.today) else { throw .lotExpired(lot) }
        var tally = self.tallies[lot.id, default: InspectionTally()]
        tally.count(inspection, -1)
        inspection.isConceded = true
        tally.count(inspection)
        var decision = self.settle(lot, by: tally, .accepted, instruction.actor)
        decision.concession = RecordedConcession(
            inspection: inspection,
            reason: request.reason,
            actor: instruction.actor
        )
        return decision
    }

    /// Refuses to release a lot by hand that inspections do not speak for.
    func requireInspection(of lot: StockLot) throws(LedgerRefusal) {
        let tally = self.tallies[lot.id, default: InspectionTally()]
        let isWanted = self.qualityPlans[lot.key.variant]?.onReceipt ?? false
        guard tally.failed == 0, !isWanted || tally.passed > 0 else {
            throw .inspectionRequired(lot)
        }
    }

    /// Brings the inspections forward by a decision.
    mutating func apply(_ recorded: RecordedInspection) {
        let inspection = recorded.inspection
        var tally = self.tallies[inspection.lot, default: InspectionTally()]
        if let id = recorded.request.supersedes, var former = self.inspections[id] {
            tally.count(former, -1)
            former.supersededBy = inspection.id
            self.inspections[id] = former
        }
        tally.count(inspection)
        self.tallies[inspection.lot] = tally
        self.inspections[inspection.id] = inspection
    }

    mutating func apply(_ concession: RecordedConcession) {
        let (id, lot) = (concession.inspection.id, concession.inspection.lot)
        if let former = self.inspections[id] { self.tallies[lot]?.count(former, -1) }
        self.tallies[lot]?.count(concession.inspection)
        self.inspections[id] = concession.inspection
    }

    /// The status that inspections give a lot; nothing changes where something else keeps it as it is.
    private func settle(
        _ lot: StockLot,
        by tally: InspectionTally,
        _ verdict: InspectionVerdict,
        _ actor: Actor
    ) -> Decision {
        let isWaiting = self.isWithheldByInspection(lot)
        switch verdict {
        case .rejected where lot.status == .released || (isWaiting && lot.status != .held):
            return self.give(lot, .held, because: .inspection, nil, by: actor)
        case .accepted where isWaiting && tally.failed == 0:
            return lot.isOver(on: self.today)
                ? self.give(lot, .expired, because: .expiry, nil, by: actor)
                : self.give(lot, .released, because: .inspection, nil, by: actor)
        case .accepted, .rejected:
            return Decision()
        }
    }

    /// Whether nothing but an inspection keeps the lot from being sold.
    private func isWithheldByInspection(_ lot: StockLot) -> Bool {
        switch lot.status {
        // Whoever registered it as quarantined said that it waits for one.
        case .quarantined: self.lotReasons[lot.id, default: .inspection] == .inspection
        case .held: self.lotReasons[lot.id] == .inspection
        case .released, .recalled, .expired: false
        }
    }

    private func superseded(
        by request: InspectionRequest
    ) throws(LedgerRefusal) -> LotInspection? {
        guard let id = request.supersedes else { return nil }
        guard let former = self.inspections[id], former.lot == request.lot else {
            throw .notSupersedable(id)
        }
        guard former.supersededBy == nil else { throw .alreadySuperseded(former) }
        return former
    }

    private func inspectedPlace(
        of circumstances: InspectionCircumstances
    ) throws(LedgerRefusal) -> ID<Location>? {
        guard let name = circumstances.location else { return nil }
        guard let location = self.location(name) else {
            throw .unknownLocation(name, line: nil)
        }
        guard location.kind.isPhysical else {
            throw .wrongKindOfLocation(name, location.kind, line: nil)
        }
        return location.id
    }
}
