import Foundation
import Subprocess
import Testing

/// Certificates that a server may show, each of which vouches for itself.
struct Certificate: Sendable {
    /// PEM files.
    let file: String
    let keyFile: String

    enum Flaw: CaseIterable {
        case none
        case otherHost
        case expired
    }

    /// Makes one for this machine in `folder`.
    static func make(_ flaw: Flaw = .none, in folder: URL) async throws -> Certificate {
        let path = folder.appending(path: "\(flaw)").path(percentEncoded: false)
        let certificate = Certificate(file: "\(path).pem", keyFile: "\(path).key")
        let host = flaw == .otherHost ? "elsewhere.example" : "localhost"
        let names = flaw == .otherHost ? "DNS:\(host)" : "DNS:\(host),IP:127.0.0.1"
        try await self.openssl(
            "req",
            "-new",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=\(host)",
            "-addext",
            "subjectAltName=\(names)",
            "-keyout",
            certificate.keyFile,
            "-out",
            "\(path).request"
        )
        try await self.openssl(
            "x509",
            "-req",
            "-in",
            "\(path).request",
            "-signkey",
            certificate.keyFile,
            "-days",
            flaw == .expired ? "-1" : "2",
            "-copy_extensions",
            "copy",
            "-out",
            certificate.file
        )
        return certificate
    }

    private static func openssl(_ arguments: String...) async throws {
        let done = try await Subprocess.run(
            .name("openssl"),
            arguments: Arguments(arguments),
            output: .discarded,
            error: .discarded
        )
        try #require(done.terminationStatus.isSuccess, "openssl \(arguments)")
    }
}
