import ArgumentParser
import FoundationEssentials

/// The option every verb shares: which Stockbook it is about.
struct StateOption: ParsableArguments {
    @Option(help: "The folder with data, logs, ports and secrets (STOCKBOOK_STATE).")
    var state: String?

    /// The folder that was named, by option or environment.
    func folder() throws -> StateFolder {
        let environment = ProcessInfo.processInfo.environment
        guard let path = self.state ?? environment["STOCKBOOK_STATE"] else {
            throw OperatorFailure(
                "no state folder is named",
                next: "call ./stockbook, or set STOCKBOOK_STATE"
            )
        }
        return StateFolder(path: path)
    }

    /// The suite as it is set up in that folder.
    func suite() throws -> Suite {
        try Suite(folder: self.folder(), environment: ProcessInfo.processInfo.environment)
    }
}
