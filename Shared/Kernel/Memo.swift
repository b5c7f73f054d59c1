package import Synchronization

/// Makes a value for each key and remembers it, for what is asked for often.
///
/// A limited number: when full, all are forgotten, which costs making each again. Compiled into who
/// uses it, since a look-up that has to find out the types costs more than making many a value.
package final class Memo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    @usableFromInline let capacity: Int
    @usableFromInline let make: @Sendable (Key) -> Value
    @usableFromInline let values = Mutex<[Key: Value]>([:])

    /// - Parameter make: Runs more than once for a key that several ask for at a time; any of the
    ///   values must do.
    @inlinable
    package init(capacity: Int, make: @escaping @Sendable (Key) -> Value) {
        precondition(capacity > 0, "what remembers nothing is of no use")
        self.capacity = capacity
        self.make = make
    }

    @inlinable
    package subscript(key: Key) -> Value {
        if let value = self.values.withLock({ $0[key] }) { return value }
        let value = self.make(key)
        self.values.withLock { values in
            if values.count >= self.capacity { values.removeAll(keepingCapacity: true) }
            values[key] = value
        }
        return value
    }
}
