import FoundationEssentials
import Glibc
package import Kernel

/// What the operating system says about this process, under the names of the Prometheus clients.
///
/// Source: `/proc`, see proc(5). What cannot be read is left out.
package struct ProcessMetrics: Sendable {
    private let startedAt: Timestamp

    /// - Parameter startedAt: When the process began, to the second.
    package init(startedAt: Timestamp = .now) {
        self.startedAt = startedAt
    }

    package func snapshot() -> [MetricFamily] {
        let values: [(String, MetricFamily.Kind, Double?)] = [
            ("process_cpu_seconds_total", .counter, Self.processorSeconds()),
            ("process_resident_memory_bytes", .gauge, Self.residentBytes()),
            ("process_open_fds", .gauge, Self.openFiles()),
            ("process_max_fds", .gauge, Self.maximumFiles()),
            (
                "process_start_time_seconds", .gauge,
                Double(self.startedAt.microseconds / 1_000_000)
            ),
        ]
        return values.compactMap { name, kind, value in
            value.map { MetricFamily(name: name, kind: kind, samples: [.init(value: $0)]) }
        }
    }

    private static func processorSeconds() -> Double? {
        var usage = rusage()
        guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else {
            return nil
        }
        return [usage.ru_utime, usage.ru_stime].reduce(0) { sum, time in
            sum + Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
        }
    }

    /// The second field of `statm` counts resident pages.
    private static func residentBytes() -> Double? {
        guard let data = FileManager.default.contents(atPath: "/proc/self/statm") else {
            return nil
        }
        let fields = String(decoding: data, as: UTF8.self).split(separator: " ")
        guard fields.count > 1, let pages = Double(fields[1]) else { return nil }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func openFiles() -> Double? {
        do {
            return Double(
                try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
            )
        } catch {
            return nil
        }
    }

    private static func maximumFiles() -> Double? {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return nil
        }
        return Double(limit.rlim_cur)
    }
}
