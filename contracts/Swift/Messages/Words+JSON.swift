import Kernel

// The words that documents and messages have in common stand in JSON as themselves.

extension ActorKind: JSONWritable, JSONReadable {}
extension Direction: JSONWritable, JSONReadable {}
extension EntryKind: JSONWritable, JSONReadable {}
extension LotStatus: JSONWritable {}
extension Permission: JSONWritable {}
extension PosMessageKind: JSONWritable {}
extension ReservationState: JSONWritable {}
extension TillKind: JSONWritable, JSONReadable {}
