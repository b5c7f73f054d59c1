extension String {
    /// The longest beginning that has at most so many bytes of UTF-8, cut between two scalars.
    ///
    /// Bytes, because one character can carry any number of combining marks. NUL is left out: the
    /// text of PostgreSQL cannot hold it.
    package func fitting(bytes limit: Int) -> String {
        guard self.utf8.count > limit || self.utf8.contains(0) else { return self }
        var fitting = String.UnicodeScalarView()
        var room = limit
        for scalar in self.unicodeScalars where scalar != "\0" {
            room -= UTF8.width(scalar)
            guard room >= 0 else { break }
            fitting.append(scalar)
        }
        return String(fitting)
    }
}
