import Contracts
import Kernel
import LedgerDomain

/// What was seen where and when, which the book of those times has to say from then on.
struct CountModel {
    private struct Sighting {
        let id: ID<CountResult>
        let observedAt: Timestamp
        let seen: Quantity
        var posted = Quantity.zero
        var entries = 0
    }

    /// By place, in the order of acceptance.
    private var sightings: [Balance.Key: [Sighting]] = [:]

    mutating func see(
        _ seen: Quantity,
        of place: Balance.Key,
        at time: Timestamp,
        as id: ID<CountResult>
    ) {
        self.sightings[place, default: []]
            .append(Sighting(id: id, observedAt: time, seen: seen))
    }

    /// What has to be entered so that the book follows all that was seen at a place.
    func postings(
        for place: Balance.Key,
        by past: PastModel,
        using commands: inout RandomCommands
    ) -> [Posting] {
        let counts = (self.sightings[place] ?? []).enumerated().map { number, sighting in
            AcceptedCount(
                id: sighting.id,
                number: Int64(number),
                observedAt: sighting.observedAt,
                seen: sighting.seen,
                level: past.level(of: place, asOf: sighting.observedAt),
                posted: sighting.posted,
                revision: sighting.entries
            )
        }
        let key = CountedKey(variant: place.variant, location: place.location, lot: place.lot)
        return CountReckoning.reckon(counts).compactMap {
            CountEntry.posting($0, of: key, id: commands.identifier())
        }
    }

    /// Remembers that one of the postings was entered.
    mutating func record(_ posting: Posting, for place: Balance.Key) {
        let isFound = posting.lines.first?.to == .id(place.location)
        for line in posting.lines {
            self.change(posting.count, at: place) { sighting in
                sighting.posted += isFound ? line.quantity : .zero - line.quantity
                sighting.entries += 1
            }
        }
    }

    private mutating func change(
        _ id: ID<CountResult>?,
        at place: Balance.Key,
        _ change: (inout Sighting) -> Void
    ) {
        guard let index = self.sightings[place]?.firstIndex(where: { $0.id == id }),
            var sighting = self.sightings[place]?[index]
        else { return }
        change(&sighting)
        self.sightings[place]?[index] = sighting
    }

    /// Once everything is entered the book of each time has what was last seen then.
    func differences(at place: Balance.Key, by past: PastModel) -> [String] {
        let seen = Dictionary(
            (self.sightings[place] ?? []).map { ($0.observedAt, $0.seen) }
        ) { _, last in last }
        return seen.filter { past.level(of: place, asOf: $0.key) != $0.value }
            .map { "\($0.value) seen at \($0.key), \(place)" }
    }
}
