import Foundation

/// What `/proc` says; a process that has ended meanwhile says nothing.
struct ProcessFiles: Sendable {
    private let ticksPerSecond = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))

    /// The most memory that this process has had at one time; `nil` where `/proc` does not tell.
    static func peakResidentBytes(
        in status: String? = Self.read("/proc/self/status")
    ) -> Int? { Self.kibibytes("VmHWM", in: status) }

    /// A process with all of its living descendants; `nil` where it has ended.
    func usage(ofTree root: Int32) -> ProcessUsage? {
        let all = self.all()
        return Self.tree(of: root, in: all).map { self.usage(of: $0, all[$0]) }
            .reduce(nil) { sum, one in
                sum.map { $0 + one } ?? one
            }
    }

    /// A process and all of its living descendants, parents first; nobody where it has ended.
    func tree(of root: Int32) -> [Int32] { Self.tree(of: root, in: self.all()) }

    private static func tree(of root: Int32, in all: [Int32: ProcessStat]) -> [Int32] {
        guard all[root] != nil else { return [] }
        var tree = [root]
        var generation: Set<Int32> = [root]
        while !generation.isEmpty {
            generation = Set(all.filter { generation.contains($0.value.parent) }.keys)
            tree += generation.sorted()
        }
        return tree
    }

    private func all() -> [Int32: ProcessStat] {
        // Without /proc there is nothing to tell.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.reduce(into: [:]) { all, pid in
            all[pid] = Self.read("/proc/\(pid)/stat").flatMap { ProcessStat($0) }
        }
    }

    private func usage(of pid: Int32, _ stat: ProcessStat?) -> ProcessUsage {
        ProcessUsage(
            cpuSeconds: Double(stat?.ticks ?? 0) / self.ticksPerSecond,
            residentBytes: Self.kibibytes("VmRSS", in: Self.read("/proc/\(pid)/status")) ?? 0,
            proportionalBytes: Self.kibibytes("Pss", in: Self.read("/proc/\(pid)/smaps_rollup"))
        )
    }

    /// The value of a line such as `VmRSS:     1234 kB`, in bytes.
    static func kibibytes(_ name: String, in text: String?) -> Int? {
        let line = text?.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        let word = line?.dropFirst(name.count + 1).split(whereSeparator: \.isWhitespace).first
        return word.flatMap { Int($0) }.map { $0 * 1_024 }
    }

    static func read(_ path: String) -> String? {
        // The files of /proc have no size, which `contents(atPath:)` would believe.
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { file.closeFile() }
        // A process that ends between open and read is one that has ended.
        return (try? file.readToEnd()).map { String(decoding: $0, as: UTF8.self) }
    }
}
