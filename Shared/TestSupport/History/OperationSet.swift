/// Which operations of a history have found a place, by number.
struct OperationSet: Hashable {
    private var words: [UInt64] = []

    func contains(_ number: Int) -> Bool {
        let word = number / UInt64.bitWidth
        return word < self.words.count && self.words[word] & self.bit(number) != 0
    }

    mutating func insert(_ number: Int) {
        let word = number / UInt64.bitWidth
        while self.words.count <= word { self.words.append(0) }
        self.words[word] |= self.bit(number)
    }

    /// Leaves no empty words at the end, so that equal sets are equal.
    mutating func remove(_ number: Int) {
        let word = number / UInt64.bitWidth
        guard word < self.words.count else { return }
        self.words[word] &= ~self.bit(number)
        while self.words.last == 0 { self.words.removeLast() }
    }

    private func bit(_ number: Int) -> UInt64 { 1 << (number % UInt64.bitWidth) }
}
