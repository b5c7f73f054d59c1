import Contracts
import FoundationEssentials
import Kernel
import Messaging
import Postgres

/// Tells the house of a setting that a request made, changed or withdrew, in its transaction.
struct SettingAnnouncement {
    let kind: SettingKind
    /// Of the row that keeps the setting.
    let id: UUID
    let version: Int64
    let recordedAt: Timestamp

    /// - Parameter value: The setting as the request is answered; `nil` where it is withdrawn.
    func tell(
        _ value: (some Encodable)?,
        by request: OperationRequest,
        in transaction: borrowing Transaction
    ) throws {
        let document = try value.map { value in
            try MessageCoding.decode(JSONValue.self, from: MessageCoding.encode(value))
        }
        let fact = SettingChanged(
            kind: self.kind,
            settingId: ID(self.id),
            value: document,
            actor: request.principal.actor,
            recordedAt: self.recordedAt,
            version: self.version
        )
        try Outbox.append(
            fact,
            subject: fact.settingId.description,
            version: fact.version,
            cause: request.context,
            in: transaction
        )
    }
}

extension SettingAnnouncement {
    init(_ rule: RemovalRuleBody) {
        self.init(
            kind: .removalRule,
            id: rule.id.rawValue,
            version: rule.version,
            recordedAt: rule.updatedAt
        )
    }

    init(_ policy: CostPolicyBody) {
        self.init(
            kind: .costPolicy,
            id: policy.id.rawValue,
            version: policy.version,
            recordedAt: policy.updatedAt
        )
    }

    init(_ rate: ExchangeRateBody) {
        self.init(
            kind: .exchangeRate,
            id: rate.id.rawValue,
            version: 1,
            recordedAt: rate.recordedAt
        )
    }

    init(_ plan: CountPlanBody) {
        self.init(
            kind: .countPlan,
            id: plan.id.rawValue,
            version: plan.version,
            recordedAt: plan.updatedAt
        )
    }

    init(_ rule: ApprovalRuleBody) {
        self.init(
            kind: .approvalRule,
            id: rule.id.rawValue,
            version: 1,
            recordedAt: rule.recordedAt
        )
    }
}
