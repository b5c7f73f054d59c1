/// The answers that are waited for, by small numbers: a place in a row and what nobody can guess.
///
/// So finding an entry costs no hashing, and a service that may answer cannot answer for another.
struct ReplyTable<Entry> {
    private struct Place {
        var key: UInt64
        var entry: Entry?
    }

    private var places: [Place] = []
    private var free: [Int] = []
    private var made: UInt64 = 0
    private let limit: Int

    /// Bits of a key that are the place.
    private static var placeBits: UInt64 { 16 }

    init(limit: Int) {
        precondition(limit <= 1 << Self.placeBits, "a place has 16 bits")
        self.limit = limit
    }

    var count: Int { self.places.count - self.free.count }

    /// Adds an entry; `nil` when there is no room.
    mutating func add(_ entry: Entry) -> UInt64? {
        guard self.count < self.limit else { return nil }
        let place = self.free.popLast() ?? self.places.count
        let key = self.makeKey(place)
        if place == self.places.count {
            self.places.append(Place(key: key, entry: entry))
        } else {
            self.places[place] = Place(key: key, entry: entry)
        }
        return key
    }

    /// The entry of a key; set to `nil` it is gone, and the key is worth nothing any more.
    subscript(key: UInt64) -> Entry? {
        get { self.place(of: key).flatMap { self.places[$0].entry } }
        set {
            guard let place = self.place(of: key) else { return }
            self.places[place].entry = newValue
            if newValue == nil { self.free.append(place) }
        }
    }

    /// The keys of the entries that meet a condition.
    func keys(where isMeant: (Entry) -> Bool) -> [UInt64] {
        self.places.compactMap { place in
            place.entry.flatMap { isMeant($0) ? place.key : nil }
        }
    }

    private func place(of key: UInt64) -> Int? {
        let place = Int(key & (1 << Self.placeBits - 1))
        guard place < self.places.count, self.places[place].key == key,
            self.places[place].entry != nil
        else { return nil }
        return place
    }

    /// A key that was never given out; its upper bits are a keyed hash (SipHash) of a count.
    private mutating func makeKey(_ place: Int) -> UInt64 {
        self.made += 1
        var hasher = Hasher()
        hasher.combine(self.made)
        let noise = UInt64(bitPattern: Int64(hasher.finalize()))
        return noise << Self.placeBits | UInt64(place)
    }
}
