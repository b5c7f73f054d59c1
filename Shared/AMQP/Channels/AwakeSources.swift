import DequeModule

/// The sources that have messages, or may have: each is asked for one in turn.
struct AwakeSources {
    private var sources: Deque<any MessageSource> = []

    var isEmpty: Bool { self.sources.isEmpty }

    /// Has a source asked from now on, until it has nothing.
    mutating func wake(_ source: any MessageSource) {
        guard !self.sources.contains(where: { $0 === source }) else { return }
        self.sources.append(source)
    }

    /// The next message of a source, which goes to the end of the row.
    mutating func next() -> (source: any MessageSource, message: SourcedMessage)? {
        while let source = self.sources.popFirst() {
            guard let message = source.next() else { continue }
            self.sources.append(source)
            return (source, message)
        }
        return nil
    }

    /// Has all of them give up what they hold.
    mutating func abandonAll(because error: AMQPError) {
        while let source = self.sources.popFirst() { source.abandon(because: error) }
    }
}
