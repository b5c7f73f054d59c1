import Contracts

/// The contract as a page for people, without scripts.
struct ReferencePage: Sendable {
    /// Lets the page style itself and do nothing else.
    static let contentSecurityPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"

    let document: ContractReference

    var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Stockbook API</title>
        <style>\(Self.style)</style>
        </head>
        <body>
        <h1>Stockbook API</h1>
        <p>The machine-readable contract is <a href="/openapi.json">/openapi.json</a>.</p>
        <nav>\(self.contents)</nav>
        \(self.document.operations.map(self.section).joined(separator: "\n"))
        <h2 id="problems">Problems</h2>
        <dl>\(ProblemCode.allCases.map(self.definition).joined(separator: "\n"))</dl>
        </body>
        </html>
        """
    }

    private var contents: String {
        let links = self.document.operations.map { operation in
            "<li><a href=\"#\(operation.id.escaped)\">\(operation.summary.escaped)</a></li>"
        }
        return "<ul>\(links.joined())</ul>"
    }

    private func section(_ operation: DocumentedOperation) -> String {
        var notes = ["needs <code>\(operation.permission.escaped)</code>"]
        if operation.needsIdempotencyKey { notes.append("needs an <code>Idempotency-Key</code>") }
        if !operation.parameters.isEmpty {
            notes.append("takes " + operation.parameters.map(\.name.asCode).joined(separator: ", "))
        }
        if !operation.problems.isEmpty {
            let links = operation.problems.map { "<a href=\"#\($0.escaped)\">\($0.asCode)</a>" }
            notes.append("may refuse with " + links.joined(separator: ", "))
        }
        return """
            <section id="\(operation.id.escaped)">
            <h3>\(operation.summary.escaped)</h3>
            <p><code><b>\(operation.method)</b> \(operation.path.escaped)</code></p>
            <p>\(operation.description.escaped)</p>
            <ul>\(notes.map { "<li>\($0)</li>" }.joined())</ul>
            </section>
            """
    }

    private func definition(_ code: ProblemCode) -> String {
        "<dt id=\"\(code.rawValue)\">\(code.rawValue.asCode) \(code.status)</dt>"
            + "<dd>\(code.title.escaped)</dd>"
    }

    private static let style = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; \
        padding: 0 1rem; color: #1c2733; background: #fff }
        code { font-size: .95em; background: #eef2f6; padding: .1em .3em; border-radius: .2em }
        nav ul { columns: 14rem; padding-left: 1.2rem }
        section { border-top: 1px solid #d8e0e8; margin-top: 1.5rem }
        dd { margin: 0 0 .6rem 1.5rem }
        """
}

extension String {
    /// Safe as HTML text and inside quoted attributes.
    fileprivate var escaped: String {
        self.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }

    fileprivate var asCode: String { "<code>\(self.escaped)</code>" }
}
