import Glibc
import Synchronization

/// Random bits of the system, fetched many at a time.
///
/// Asking the system for each of the two or three numbers of an identifier takes longer than making
/// the identifier. For names only: a secret is drawn from the system itself, since a copy of what
/// is drawn here tomorrow lies in memory today.
package struct RandomReserve: RandomNumberGenerator, Sendable {
    /// Numbers of one fetch, 64 bits each; 256 bytes are the most (getentropy(3)).
    private static let size = 32

    /// What is not drawn yet; one for the whole process.
    private static let numbers = Mutex<[UInt64]>([])

    package init() {}

    package mutating func next() -> UInt64 {
        Self.numbers.withLock { numbers in
            if numbers.isEmpty { numbers = Self.fetch() }
            return numbers.removeLast()
        }
    }

    private static func fetch() -> [UInt64] {
        unsafe [UInt64](unsafeUninitializedCapacity: Self.size) { buffer, count in
            // Fails for more than 256 bytes only, or where the kernel has no such call.
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            let status = unsafe getentropy(bytes.baseAddress, bytes.count)
            precondition(status == 0, "the system has no random numbers")
            count = Self.size
        }
    }
}
