/// The prepared statements of one session, of which the least recently used is forgotten.
///
/// A name is used once, so that a statement that could not be removed from the server yet is
/// never mistaken for another.
struct StatementCache {
    private let capacity: Int
    /// By text; one with other types of parameters replaces the one before.
    private var statements: [String: Statement] = [:]
    private var lastUse = 0
    private var lastName = 0
    /// Names that the server still knows and we no longer use.
    private(set) var retired: [String] = []

    init(capacity: Int) {
        self.capacity = capacity
    }

    final class Statement {
        let name: String
        fileprivate let parameterTypes: [PostgresType]
        /// Known once the statement has returned; PostgreSQL never changes them afterwards.
        var columns: ResultColumns?
        fileprivate var lastUse = 0

        fileprivate init(name: String, parameterTypes: [PostgresType]) {
            self.name = name
            self.parameterTypes = parameterTypes
        }
    }

    /// The statement for `sql`, and whether the server has to be told about it first.
    mutating func statement(for sql: SQL) -> (statement: Statement, isNew: Bool) {
        self.lastUse += 1
        if let statement = self.statements[sql.text] {
            if statement.parameterTypes.elementsEqual(sql.parameters.lazy.map(\.type)) {
                statement.lastUse = self.lastUse
                return (statement, false)
            }
            self.retired.append(statement.name)
        } else if self.statements.count >= self.capacity {
            self.forgetLeastRecentlyUsed()
        }
        self.lastName += 1
        let statement = Statement(
            name: "s\(self.lastName)",
            parameterTypes: sql.parameters.map(\.type)
        )
        statement.lastUse = self.lastUse
        self.statements[sql.text] = statement
        return (statement, true)
    }

    /// Takes back a statement that the server refused to prepare.
    mutating func remove(_ statement: Statement) {
        if let entry = self.statements.first(where: { $0.value === statement }) {
            self.statements[entry.key] = nil
        }
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
