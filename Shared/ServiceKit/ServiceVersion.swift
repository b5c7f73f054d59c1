/// The version of Stockbook that this process is.
package enum ServiceVersion {
    /// The content of the file `VERSION`, embedded when the package is built.
    package static let current = String(
        decoding: PackageResources.VERSION.filter { $0 > UInt8(ascii: " ") },
        as: UTF8.self
    )
}
