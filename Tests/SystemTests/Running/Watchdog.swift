import Subprocess
import SystemPackage
import TestSupport

@testable import Operator

/// Ends the services where this process ends without doing so itself, as when it is killed.
enum Watchdog {
    /// Waits for a line, and kills where the input ends without one, because the writer is gone.
    ///
    /// It kills what the records in the folder name, if that is still one of our programs.
    private static let script = """
        if read -r _; then exit 0; fi
        for record in "$1"/run/*.pid; do
            read -r pid _ < "$record" || continue
            case $(readlink "/proc/$pid/exe") in
                "$2"/*) kill -9 "$pid" ;;
            esac
        done
        rm -rf "$1"
        """

    /// Runs `body` while the services of `folder` are watched over.
    static func run(over folder: StateFolder, _ body: () async throws -> Void) async throws {
        let programs = try FilePath(BuildFolder.program("any")).removingLastComponent()
        var options = PlatformOptions()
        // A signal to the group of the tests is not one to this.
        options.processGroupID = 0
        _ = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: ["-c", Self.script, "watchdog", folder.path, programs.string],
            platformOptions: options,
            input: .inputWriter,
            output: .discarded,
            error: .discarded
        ) { execution in
            let writer = execution.standardInputWriter
            do {
                try await body()
            } catch {
                try await Self.release(writer)
                throw error
            }
            try await Self.release(writer)
        }
    }

    /// Lets the watchdog go home.
    private static func release(_ writer: StandardInputWriter) async throws {
        _ = try await writer.write("done\n")
        try await writer.finish()
    }
}
