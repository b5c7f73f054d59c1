import LedgerDomain

extension [Decision] {
    /// The last value of each key over all decisions: what the batch leaves behind.
    ///
    /// In the order of the keys, which each decision's own values must have.
    func latest<Value, Key: Comparable>(
        _ values: (Decision) -> [Value],
        by key: (Value) -> Key
    ) -> [Value] {
        let all = self.flatMap(values)
        guard self.count > 1 else { return all }
        // Places are sorted and not the values, which are too large to be moved about.
        let order = all.indices.sorted { left, right in
            let (leftKey, rightKey) = (key(all[left]), key(all[right]))
            return leftKey == rightKey ? left < right : leftKey < rightKey
        }
        return order.indices.compactMap { place in
            let next = place + 1
            let isLast =
                next == order.endIndex || key(all[order[place]]) != key(all[order[next]])
            return isLast ? all[order[place]] : nil
        }
    }
}
