import Glibc
import NIOCore

/// What a process keeps for itself of the memory and the threads that it could have.
///
/// The C library gives each thread an arena of its own, up to eight for each core, and every arena
/// keeps what its busiest moment needed. A service has some twenty threads and two or three that
/// are busy at a time, so most of what it kept nobody used (mallopt(3), `M_ARENA_MAX`).
enum ProcessMemory {
    /// Freed memory at the end of an arena beyond this goes back to the system, in bytes.
    private static let keptBytes: CInt = 1 << 20
    /// Blocks of this size and more are the system's own and go back when they are freed.
    ///
    /// Setting it also ends the C library's own guess, which after the first password of 7 MiB
    /// would be to keep blocks of that size for good (mallopt(3), `M_MMAP_THRESHOLD`).
    private static let ownBlockBytes: CInt = 1 << 19
    /// As many as can allocate at a time, but not so few that one thread always waits.
    private static let minimumArenas = 2

    /// By which somebody who measures can try another number.
    private static let loopCountVariable = "NIO_SINGLETON_GROUP_LOOP_COUNT"

    /// The numbers of `malloc.h`, which Swift's Glibc module leaves out.
    private enum Parameter: CInt {
        case trimThreshold = -1
        case mapThreshold = -3
        case arenas = -8
    }

    /// Bounds what is kept; before the first thread begins, since an arena that exists stays.
    ///
    /// Half of the cores read sockets: the threads of broker and database connections and of
    /// Swift's pool need the others, and fewer loops wake up less often with more to do.
    static func limit() {
        let cores = System.coreCount
        if unsafe getenv(self.loopCountVariable) == nil {
            NIOSingletons.groupLoopCountSuggestion = max(1, cores / 2)
        }
        self.set(.arenas, CInt(clamping: max(self.minimumArenas, cores)))
        self.set(.mapThreshold, self.ownBlockBytes)
        self.set(.trimThreshold, self.keptBytes)
    }

    /// Gives back what starting took, such as the tree of a document that was read once.
    static func trim() {
        guard let symbol = unsafe dlsym(nil, "malloc_trim") else { return }
        typealias Trim = @convention(c) (Int) -> CInt
        _ = unsafe unsafeBitCast(symbol, to: Trim.self)(0)
    }

    /// Does nothing where the C library is another one.
    private static func set(_ parameter: Parameter, _ value: CInt) {
        guard let symbol = unsafe dlsym(nil, "mallopt") else { return }
        typealias Option = @convention(c) (CInt, CInt) -> CInt
        _ = unsafe unsafeBitCast(symbol, to: Option.self)(parameter.rawValue, value)
    }
}
