import ArgumentParser

/// `stockbookctl welcome`: what somebody who just started Stockbook wants to know.
struct WelcomeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "welcome",
        abstract: "Say where the gateway is, how to sign in and where the logs are.",
        shouldDisplay: false
    )

    @OptionGroup var option: StateOption

    func run() async throws {
        let folder = try self.option.folder()
        let url = "http://\(Suite.host):\(try folder.port("gateway"))"
        let console = Console.standard
        try console.write("")
        try console.write("Stockbook is ready.")
        try console.write("  gateway   \(url)    documentation: \(url)/docs")
        if let (name, password) = folder.administrator {
            try console.write("  sign in   \(name), one-time password \(password)")
            try console.write("            (kept in \(folder.path)/admin; remove it afterwards)")
        }
        try console.write("  logs      \(folder.path)/logs")
        try console.write("  next      ./stockbook status, ./stockbook help, ./stockbook down")
    }
}
