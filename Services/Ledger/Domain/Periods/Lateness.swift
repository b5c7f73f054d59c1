/// What becomes of an entry about a time whose period is closed.
package enum Lateness: Hashable, Sendable {
    /// Refused; somebody else, or another date.
    case refused
    /// Refused where the period is closed for ever, entered where it is softly closed.
    case privileged
    /// Entered at the first instant that is not closed for ever: it has happened, whatever the books
    /// say.
    case fact

    var mayEnterSoftly: Bool { self != .refused }
}
