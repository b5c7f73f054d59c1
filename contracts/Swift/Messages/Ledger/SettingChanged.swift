package import Kernel

/// A setting of the ledger was made, changed or withdrawn: how goods leave, are costed, counted or
/// approved, or what a currency is worth.
package struct SettingChanged: Contract, Hashable {
    package static let type = "ledger.setting.changed.v1"
    package static let destination = Destination.event(of: .ledger)

    package let kind: SettingKind
    package let settingId: ID<Setting>
    /// The setting as a client reads it; absent where it is withdrawn.
    package let value: JSONValue?
    package let actor: Actor
    package let recordedAt: Timestamp
    /// 1 when made, then one more with every change, the withdrawal included.
    package let version: Int64

    package init(
        kind: SettingKind,
        settingId: ID<Setting>,
        value: JSONValue?,
        actor: Actor,
        recordedAt: Timestamp,
        version: Int64
    ) {
        self.kind = kind
        self.settingId = settingId
        self.value = value
        self.actor = actor
        self.recordedAt = recordedAt
        self.version = version
    }
}
