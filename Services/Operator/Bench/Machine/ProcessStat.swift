/// One line of `/proc/<pid>/stat` (proc(5)).
struct ProcessStat: Hashable, Sendable {
    let parent: Int32
    /// Clock ticks in user and system mode, of itself and of children that were waited for.
    let ticks: Int

    /// `nil` for a text that is no such line.
    init?(_ text: String) {
        // The name in parentheses may hold anything, so counting starts behind the last one: the
        // state, field 3, comes first.
        guard let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 14, let parent = Int32(fields[1]) else { return nil }
        let times = fields[11...14].compactMap { Int($0) }
        guard times.count == 4 else { return nil }
        self.parent = parent
        self.ticks = times.reduce(0, +)
    }
}
