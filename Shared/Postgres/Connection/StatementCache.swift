/// The prepared statements of one session, of which the least recently used is forgotten.
///
/// A name is used once, so that a statement that could not be removed from the server yet is
/// never mistaken for another.
struct StatementCache {
    private let capacity: Int
    private var statements: [Key: Statement] = [:]
    private var lastUse = 0
    private var lastName = 0
    /// Names that the server still knows and we no longer use.
    private(set) var retired: [String] = []

    init(capacity: Int) {
        self.capacity = capacity
    }

    struct Key: Hashable {
        let text: String
        let types: [PostgresType]
    }

    final class Statement {
        let name: String
        /// Known once the statement has returned; PostgreSQL never changes them afterwards.
        var columns: ResultColumns?
        fileprivate var lastUse = 0

        init(name: String) {
            self.name = name
        }
    }

    /// The statement for `key`, and whether the server has to be told about it first.
    mutating func statement(for key: Key) -> (statement: Statement, isNew: Bool) {
        self.lastUse += 1
        if let statement = self.statements[key] {
            statement.lastUse = self.lastUse
            return (statement, false)
        }
        if self.statements.count >= self.capacity { self.forgetLeastRecentlyUsed() }
        self.lastName += 1
        let statement = Statement(name: "s\(self.lastName)")
        statement.lastUse = self.lastUse
        self.statements[key] = statement
        return (statement, true)
    }

    /// Takes back a statement that the server refused to prepare.
    mutating func remove(_ key: Key) {
        self.statements[key] = nil
    }

    /// Forgets everything, as after a change of the schema.
    mutating func removeAll() {
        self.retired += self.statements.values.map(\.name)
        self.statements = [:]
    }

    /// The names to remove from the server, which the caller now answers for.
    mutating func takeRetired() -> [String] {
        defer { self.retired = [] }
        return self.retired
    }

    private mutating func forgetLeastRecentlyUsed() {
        guard let oldest = self.statements.min(by: { $0.value.lastUse < $1.value.lastUse }) else {
            return
        }
        self.retired.append(oldest.value.name)
        self.statements[oldest.key] = nil
    }
}
