import Postgres

extension Row {
    /// Reads a column that a named constraint holds to the cases of an enumeration.
    ///
    /// - Throws: ``StoreError/unknownChoice(column:)``, which the constraint makes impossible.
    func choice<Choice: RawRepresentable>(
        _ column: String,
        of choices: Choice.Type = Choice.self
    ) throws -> Choice where Choice.RawValue == String {
        guard let choice = Choice(rawValue: try self.decode(column, as: String.self)) else {
            throw StoreError.unknownChoice(column: column)
        }
        return choice
    }

    /// Like ``choice(_:of:)``, for a column that can be NULL.
    func optionalChoice<Choice: RawRepresentable>(
        _ column: String,
        of choices: Choice.Type = Choice.self
    ) throws -> Choice? where Choice.RawValue == String {
        guard try self.decode(column, as: String?.self) != nil else { return nil }
        return try self.choice(column)
    }
}
