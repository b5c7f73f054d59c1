/// How warm a variant may be kept.
package enum TemperatureClass: String, Codable, Hashable, Sendable, CaseIterable {
    case ambient
    /// Above freezing, usually 2 to 8 °C.
    case chilled
    /// Usually -18 °C or colder.
    case frozen
}
