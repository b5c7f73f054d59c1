import Contracts
import Kernel

extension LedgerState {
    /// Judges what a decision enters by the rule of approval, and adds who approved it.
    ///
    /// - Throws: ``LedgerRefusal/approvalRequired(rule:_:)`` for what is above a limit and nobody
    ///   approved.
    func judge(
        _ decision: Decision,
        of instruction: Instruction
    ) throws(LedgerRefusal) -> Decision {
        guard self.rule != nil || instruction.approval != nil, let entry = decision.entry else {
            return decision
        }
        var decision = decision
        let correction = self.correction(by: entry.movements)
        var excess: ApprovalRule.Excess?
        if let rule = self.rule, rule.covers(entry.kind), !correction.isEmpty {
            let worth = correction.worth(at: self.unitCosts)
            // Frozen, because costs change and what was decided does not.
            if rule.maximumValue != nil { decision.entry?.worth = worth }
            excess = rule.excess(of: correction, worth: worth)
            if let excess, instruction.approval == nil {
                throw .approvalRequired(rule: rule.id, excess)
            }
        }
        guard let approval = instruction.approval, excess != nil || approval.proposal != nil else {
            return decision
        }
        decision.approval = try self.approve(entry.id, approval, of: instruction)
        if let id = approval.proposal {
            guard var proposal = self.proposals[id] else { throw .unknownProposal(id) }
            try proposal.approve(
                StockProposal.Verdict(
                    by: approval.actor,
                    note: approval.note,
                    entry: entry.id,
                    at: self.now
                )
            )
            decision.proposal = proposal
        }
        return decision
    }

    /// The entry that keeps an approval.
    private func approve(
        _ entry: ID<Entry>,
        _ approval: Approval,
        of instruction: Instruction
    ) throws(LedgerRefusal) -> PostedEntry {
        guard !approval.actor.isSame(as: instruction.actor) else {
            throw .ownProposal(approval.proposal)
        }
        if let rule = self.rule, rule.requiresPerson, approval.actor.kind != .user {
            throw .personRequired(rule: rule.id)
        }
        guard self.entries[approval.entry] == nil else { throw .entryExists(approval.entry) }
        return PostedEntry(
            id: approval.entry,
            kind: .approve,
            effectiveAt: self.now,
            recordedAt: self.now,
            about: Circumstances(note: approval.note),
            actor: approval.actor,
            approves: entry,
            authority: approval.authority,
            movements: []
        )
    }
}
