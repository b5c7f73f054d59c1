import Foundation

/// Where the build put the programs: beside the tests.
package enum BuildFolder {
    package static func program(_ name: String) throws -> String {
        let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: tests).deletingLastPathComponent().appending(path: name)
            .path(percentEncoded: false)
    }
}
