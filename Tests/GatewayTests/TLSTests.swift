import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOSSL
import ServiceKit
import Subprocess
import TestSupport
import Testing

@testable import Gateway

@Suite(.requiresPostgres, .timeLimit(.minutes(2))) struct TLSTests {
    @Test func `with a certificate the gateway speaks TLS, and nothing else`() async throws {
        try await withCertificate { certificate, key in
            let settings = [
                "STOCKBOOK_HTTP_TLS_CERTIFICATE": certificate, "STOCKBOOK_HTTP_TLS_KEY": key,
            ]
            try await withClient(trusting: certificate) { http in
                try await withGateway(settings, http: http) { gateway in
                    #expect(gateway.base.hasPrefix("https://"))
                    _ = try await gateway.hire("ada")
                    let answer = try await gateway.signIn("ada")
                    #expect(answer.status == 200)
                    #expect(answer.header("set-cookie")?.hasSuffix("; Secure") == true)
                    await #expect(throws: (any Error).self) {
                        let plain = HTTPClientRequest(
                            url: "http://127.0.0.1:\(gateway.port)/docs"
                        )
                        _ = try await http.execute(plain, timeout: .seconds(10))
                    }
                    await #expect(throws: (any Error).self) {
                        let request = HTTPClientRequest(url: gateway.base + "/docs")
                        _ = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
                    }
                }
            }
        }
    }

    @Test func `a certificate without its key is refused at the start`() throws {
        #expect(throws: ConfigurationError.self) {
            try GatewayConfiguration.standard(["STOCKBOOK_HTTP_TLS_CERTIFICATE": "/a.pem"])
        }
    }

    /// Runs `body` with the paths of a certificate for this machine and of its key.
    private func withCertificate(_ body: (String, String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "gateway-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let certificate = folder.appending(path: "certificate.pem").path()
        let key = folder.appending(path: "key.pem").path()
        let made = try await Subprocess.run(
            .name("openssl"),
            arguments: [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                "-keyout", key, "-out", certificate,
            ],
            output: .discarded,
            error: .discarded
        )
        #expect(made.terminationStatus.isSuccess)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(certificate, key))
        } catch {
            outcome = .failure(error)
        }
        try FileManager.default.removeItem(at: folder)
        try outcome.get()
    }

    /// Runs `body` with a client that trusts one certificate and no other.
    private func withClient(
        trusting certificate: String,
        _ body: (HTTPClient) async throws -> Void
    ) async throws {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(certificate)
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: HTTPClient.Configuration(tlsConfiguration: tls)
        )
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(client))
        } catch {
            outcome = .failure(error)
        }
        try await client.shutdown()
        try outcome.get()
    }
}
