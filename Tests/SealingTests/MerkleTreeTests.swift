import Kernel
import Testing

@testable import Sealing

@Suite struct MerkleTreeTests {
    /// The vectors of the reference implementation of certificate transparency.
    private static let leaves = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    private static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    /// Leaves that differ.
    private static func leaves(_ count: Int) -> [SealHash] {
        (0..<count).map { SealHash.leaf(Array("leaf \($0)".utf8)) }
    }

    @Test(arguments: 0...8) func `roots are those of the reference`(count: Int) throws {
        let leaves = try Self.leaves.prefix(count).map {
            SealHash.leaf(try #require(Hexadecimal.bytes($0)))
        }
        #expect(MerkleTree.root(of: leaves).description == Self.roots[count])
    }

    @Test(arguments: 1...40) func `every leaf has a path to the root`(count: Int) {
        let leaves = Self.leaves(count)
        let root = MerkleTree.root(of: leaves)
        for index in 0..<count {
            let path = MerkleTree.path(to: index, in: leaves)
            let place = (Int64(index), Int64(count))
            let found = MerkleTree.root(of: leaves[index], at: place.0, in: place.1, path: path)
            #expect(found == root)
        }
    }

    @Test func `a path proves no other leaf, place or size`() {
        let leaves = Self.leaves(13)
        let root = MerkleTree.root(of: leaves)
        let path = MerkleTree.path(to: 5, in: leaves)
        #expect(MerkleTree.root(of: leaves[6], at: 5, in: 13, path: path) != root)
        #expect(MerkleTree.root(of: leaves[5], at: 4, in: 13, path: path) != root)
        #expect(MerkleTree.root(of: leaves[5], at: 5, in: 13, path: Array(path.dropLast())) == nil)
        #expect(MerkleTree.root(of: leaves[5], at: 5, in: 13, path: path + [root]) == nil)
        #expect(MerkleTree.root(of: leaves[5], at: 13, in: 13, path: path) == nil)
        #expect(MerkleTree.root(of: leaves[5], at: 0, in: 0, path: []) == nil)
    }

    @Test(arguments: 1...70) func `paths come out of the nodes that appending gave out`(
        count: Int
    ) throws {
        let leaves = Self.leaves(count)
        var range = CompactRange()
        var known: [Subtree: SealHash] = [:]
        for (index, leaf) in leaves.enumerated() {
            for (height, node) in range.append(leaf).enumerated() {
                let subtree = Subtree(height: height, index: Int64(index) >> Int64(height))
                #expect(subtree.lastLeaf == Int64(index))
                known[subtree] = node
            }
        }
        #expect(range.root == MerkleTree.root(of: leaves))
        for index in 0..<count {
            let path = TreePath(to: Int64(index), in: Int64(count)).hashes(known)
            #expect(path == MerkleTree.path(to: index, in: leaves))
        }
    }

    @Test func `a range goes on from its peaks`() throws {
        let leaves = Self.leaves(23)
        var first = CompactRange()
        for leaf in leaves.prefix(14) { first.append(leaf) }
        var second = try #require(CompactRange(count: 14, peaks: first.peaks))
        for leaf in leaves.dropFirst(14) { second.append(leaf) }
        #expect(second.root == MerkleTree.root(of: leaves))
        #expect(CompactRange(count: 12, peaks: first.peaks) == nil)
    }
}
