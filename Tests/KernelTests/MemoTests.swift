import Kernel
import Synchronization
import Testing

struct MemoTests {
    @Test func `a value is made once, and again when too many were asked for`() {
        let made = Mutex<[Int]>([])
        let memo = Memo<Int, String>(capacity: 2) { key in
            made.withLock { $0.append(key) }
            return "\(key)"
        }
        #expect(memo[1] == "1" && memo[2] == "2" && memo[1] == "1")
        #expect(made.withLock { $0 } == [1, 2])
        #expect(memo[3] == "3" && memo[1] == "1" && memo[3] == "3")
        #expect(made.withLock { $0 } == [1, 2, 3, 1])
    }
}
