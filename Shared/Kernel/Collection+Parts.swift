extension Collection {
    /// The collection cut into parts, in order, each as long as its limits allow.
    ///
    /// - Parameters:
    ///   - count: Elements of one part; at least 1.
    ///   - limit: What the elements of one part weigh together; one that is heavier alone is a part
    ///     of its own.
    ///   - weight: Of one element; 0 or more.
    package func parts(
        ofAtMost count: Int,
        weighingAtMost limit: Int = .max,
        _ weight: (Element) -> Int = { _ in 0 }
    ) -> [SubSequence] {
        precondition(count > 0, "a part has room for an element")
        var parts: [SubSequence] = []
        var (start, size, sum) = (self.startIndex, 0, 0)
        var index = start
        while index < self.endIndex {
            let addition = weight(self[index])
            if size == count || (size > 0 && addition > limit - sum) {
                parts.append(self[start..<index])
                (start, size, sum) = (index, 0, 0)
            }
            size += 1
            sum += addition
            self.formIndex(after: &index)
        }
        if size > 0 { parts.append(self[start...]) }
        return parts
    }
}
