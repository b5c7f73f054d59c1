import Kernel
import Testing

struct RandomReserveTests {
    @Test func `no number comes twice, whoever asks`() async {
        let numbers = await withTaskGroup(of: [UInt64].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var reserve = RandomReserve()
                    return (0..<500).map { _ in reserve.next() }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(numbers).count == 4_000)
    }
}
