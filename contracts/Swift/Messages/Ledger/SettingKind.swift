/// What a setting of the ledger is about.
package enum SettingKind: String, Codable, Hashable, Sendable, CaseIterable {
    /// Which goods leave first.
    case removalRule = "removal-rule"
    /// How goods are costed.
    case costPolicy = "cost-policy"
    /// What a currency is worth from a time on; never changed, another one takes its place.
    case exchangeRate = "exchange-rate"
    /// What is counted again and again.
    case countPlan = "count-plan"
    /// What needs a second pair of eyes; never changed, another one takes its place.
    case approvalRule = "approval-rule"
}
