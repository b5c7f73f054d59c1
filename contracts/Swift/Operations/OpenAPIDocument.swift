import Foundation

/// The document `gateway.openapi.yaml` as it was when this program was built.
package enum OpenAPIDocument {
    /// The text, in YAML.
    ///
    /// - Throws: Where the resources that belong beside the program are missing.
    package static func text() throws -> String {
        guard let url = Bundle.module.url(forResource: "gateway.openapi", withExtension: "yaml")
        else { throw CocoaError(.fileNoSuchFile) }
        return try String(contentsOf: url, encoding: .utf8)
    }
}
