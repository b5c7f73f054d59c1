import Sealing
import Testing

/// Many paths of one tree are those that are found one by one.
struct MerkleLevelsTests {
    @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 100])
    func `a path from all levels is the path`(count: Int) {
        let leaves = (0..<count).map { SealHash.leaf([UInt8($0)]) }
        let levels = MerkleLevels(of: leaves)
        for index in leaves.indices {
            #expect(levels.path(to: index) == MerkleTree.path(to: index, in: leaves))
        }
    }
}
