extension ReplayPlan {
    /// What was left out because it moves nothing, for people; `nil` where that is nothing.
    var emptyText: String? {
        guard !self.emptyRows.isEmpty else { return nil }
        let sent = Set(self.documents.map(\.invoice))
        let silent = Set(self.emptyRows.map(\.invoice)).subtracting(sent)
        return "without stock effect and not sent: \(self.emptyRows.count) rows with the quantity 0"
            + (silent.isEmpty ? "" : ", \(silent.count) invoices of nothing else")
    }
}
