import Foundation

/// A process with all of its living descendants: a server may be a whole family.
struct ProcessTree: Sendable {
    let root: ProcessIdentity
    private let files = ProcessFiles()

    init(root: ProcessIdentity) {
        self.root = root
    }

    /// Sends a signal to each of them, parents first; who has ended meanwhile needs none.
    func signal(_ signal: Int32) {
        guard self.root.isAlive else { return }
        for pid in self.files.tree(of: self.root.pid) { _ = kill(pid, signal) }
    }
}
