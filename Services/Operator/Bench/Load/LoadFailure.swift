/// Why one operation failed, in words that many operations share.
struct LoadFailure: Error, Hashable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
