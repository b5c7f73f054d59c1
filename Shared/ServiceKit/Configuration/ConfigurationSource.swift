/// Where a configuration value came from, strongest first.
package enum ConfigurationSource: String, Sendable, CaseIterable {
    case commandLine = "command line"
    case environment
    case secretFile = "secret file"
    case builtIn = "default"
    case nowhere = "not set"
}
