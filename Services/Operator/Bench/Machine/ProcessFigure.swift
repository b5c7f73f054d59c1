/// What one process took over the run.
struct ProcessFigure: Codable, Hashable, Sendable {
    let name: String
    /// Before the first measure.
    let residentBytesBefore: Int
    /// The most that was seen after any step.
    var residentBytesPeak: Int
    var proportionalBytesPeak: Int?
    /// During the measures of the servers below.
    var cpuSecondsRaw = 0.0
    /// During the measures of our services.
    var cpuSecondsOurs = 0.0
}
