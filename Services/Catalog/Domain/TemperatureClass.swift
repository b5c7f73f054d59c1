import Kernel

/// How warm a variant may be kept.
package enum TemperatureClass: String, WordCodable, Hashable, Sendable {
    case ambient
    /// Above freezing, usually 2 to 8 °C.
    case chilled
    /// Usually -18 °C or colder.
    case frozen
}
