import CatalogDomain
import Contracts
import Kernel
import Testing

struct CategoryTreeTests {
    @Test func `a category cannot stand under itself or what is below it`() throws {
        var tree = CategoryTree()
        let (root, child, grandchild) = (Self.id(), Self.id(), Self.id())
        try tree.insert(root, under: nil)
        try tree.insert(child, under: root)
        try tree.insert(grandchild, under: child)
        for parent in [root, child, grandchild] {
            let error = #expect(throws: BrokenRule.self) { try tree.move(root, under: parent) }
            #expect(error?.rule == "no-cycle")
        }
        #expect(tree.path(to: grandchild) == [root, child, grandchild])
    }

    @Test func `moving takes everything below along`() throws {
        var tree = CategoryTree()
        let (first, second, child, grandchild) = (Self.id(), Self.id(), Self.id(), Self.id())
        try tree.insert(first, under: nil)
        try tree.insert(second, under: nil)
        try tree.insert(child, under: first)
        try tree.insert(grandchild, under: child)
        try tree.move(child, under: second)
        #expect(tree.path(to: grandchild) == [second, child, grandchild])
        #expect(tree.descendants(of: first) == [])
        #expect(tree.descendants(of: second) == [child, grandchild])
    }

    @Test func `depth has a limit, for what is moved too`() throws {
        var tree = CategoryTree()
        var chain: [ID<Contracts.Category>] = []
        for _ in 0..<CategoryTree.maximumDepth {
            let next = Self.id()
            try tree.insert(next, under: chain.last)
            chain.append(next)
        }
        let deepest = try #require(chain.last)
        let tooDeep = #expect(throws: BrokenRule.self) {
            try tree.insert(Self.id(), under: deepest)
        }
        #expect(tooDeep?.rule == "max-depth")
        let other = Self.id()
        try tree.insert(other, under: nil)
        #expect(throws: BrokenRule.self) { try tree.move(chain[0], under: other) }
        try tree.move(chain[1], under: other)
    }

    @Test func `an unknown parent is refused`() {
        var tree = CategoryTree()
        let error = #expect(throws: BrokenRule.self) {
            try tree.insert(Self.id(), under: Self.id())
        }
        #expect(error?.rule == "exists")
    }

    @Test func `only what holds no other category is removed`() throws {
        var tree = CategoryTree()
        let (root, child) = (Self.id(), Self.id())
        try tree.insert(root, under: nil)
        try tree.insert(child, under: root)
        #expect(throws: BrokenRule.self) { try tree.remove(root) }
        try tree.remove(child)
        try tree.remove(root)
        #expect(!tree.contains(root))
    }

    @Test func `random changes never make a cycle or a path too deep`() throws {
        var random = SeededGenerator(seed: 3)
        var tree = CategoryTree()
        var all: [ID<Contracts.Category>] = []
        for _ in 0..<3_000 {
            let parent = Bool.random(using: &random) ? all.randomElement(using: &random) : nil
            do {
                if all.count < 60 || Int.random(in: 0..<10, using: &random) == 0 {
                    let new = Self.id()
                    try tree.insert(new, under: parent)
                    all.append(new)
                } else if let some = all.randomElement(using: &random) {
                    if Int.random(in: 0..<5, using: &random) == 0 {
                        try tree.remove(some)
                        all.removeAll { $0 == some }
                    } else {
                        try tree.move(some, under: parent)
                    }
                }
            } catch {
                #expect(["no-cycle", "max-depth", "category-empty"].contains(error.rule))
            }
        }
        for category in all {
            let path = tree.path(to: category)
            #expect(path.last == category)
            #expect(Set(path).count == path.count)
            #expect(path.count <= CategoryTree.maximumDepth)
        }
    }

    private static func id() -> ID<Contracts.Category> { .make() }
}
