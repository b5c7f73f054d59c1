import Contracts
import Kernel

extension LedgerState {
    /// Decides what a command changes, and changes nothing itself.
    ///
    /// - Parameter generator: The source of the identifiers of movements, lots and serials.
    /// - Throws: ``LedgerRefusal``, which is final for this state.
    package func decide(
        _ instruction: Instruction,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) -> Decision {
        var decision = try self.effect(of: instruction, using: &generator)
        decision.reservationChange = ReservationChange(by: decision, of: instruction, on: self)
        return try self.judge(decision, of: instruction)
    }

    /// What a command changes, whoever has to approve it.
    private func effect(
        of instruction: Instruction,
        using generator: inout some RandomNumberGenerator
    ) throws(LedgerRefusal) -> Decision {
        switch instruction.command {
        case .post(let posting):
            try self.decide(posting, of: instruction, using: &generator)
        case .reverse(let reversal):
            try self.decide(reversal, of: instruction, using: &generator)
        case .reserve(let request):
            try self.decide(request, of: instruction)
        case .consume(let consumption):
            try self.decide(consumption, of: instruction, using: &generator)
        case .release(let release):
            try self.decide(release, with: instruction.authority)
        case .expire(let id):
            try self.expire(id)
        case .fill(let id):
            try self.fill(id)
        case .extend(let request):
            try self.decide(request, with: instruction.authority)
        case .withdraw(let withdrawal):
            try self.decide(withdrawal, of: instruction)
        case .changeLot(let request):
            try self.decide(request, of: instruction)
        case .inspect(let request):
            try self.decide(request, of: instruction)
        case .concede(let request):
            try self.decide(request, of: instruction)
        case .order(let request):
            try self.decide(request, of: instruction)
        case .carry(let step):
            try self.decide(step, of: instruction, using: &generator)
        case .cancelOrder(let cancellation):
            try self.decide(cancellation, with: instruction.authority)
        case .handle(let step):
            try self.decide(step, of: instruction, using: &generator)
        case .expireLot(let id):
            try self.expireLot(id, by: instruction.actor)
        }
    }

    func requireLines(_ count: Int) throws(LedgerRefusal) {
        guard count > 0 else { throw .noLines }
        guard count <= Posting.maximumLines else { throw .tooManyLines(count: count) }
    }

    /// Refuses a second entry of one identifier or one document.
    func requireNew(
        _ id: ID<Entry>,
        _ reference: Reference?,
        isSame: (PostedEntry) -> Bool
    ) throws(LedgerRefusal) {
        if let reference, let earlier = self.entriesByReference[reference] {
            throw .duplicateReference(
                reference,
                entry: earlier,
                isSame: self.entries[earlier].map(isSame) ?? false
            )
        }
        guard self.entries[id] == nil else { throw .entryExists(id) }
    }
}
