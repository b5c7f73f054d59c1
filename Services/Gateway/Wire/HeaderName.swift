/// The name of a header of a request, in lower case.
struct HeaderName: Sendable {
    let text: String

    /// - Parameter text: Visible ASCII without upper case.
    init(_ text: StaticString) {
        self.text = text.description
    }
}

extension HeaderName {
    static let accept = HeaderName("accept")
    /// Carries an API key where `Authorization` is taken by something in between.
    static let apiKey = HeaderName("x-api-key")
    static let authorization = HeaderName("authorization")
    static let contentLength = HeaderName("content-length")
    static let contentType = HeaderName("content-type")
    static let cookie = HeaderName("cookie")
    static let csrfToken = HeaderName("x-csrf-token")
    static let fetchSite = HeaderName("sec-fetch-site")
    static let forwardedFor = HeaderName("x-forwarded-for")
    static let host = HeaderName("host")
    static let idempotencyKey = HeaderName("idempotency-key")
    static let ifMatch = HeaderName("if-match")
    static let ifNoneMatch = HeaderName("if-none-match")
    static let traceParent = HeaderName("traceparent")
    static let traceState = HeaderName("tracestate")
    static let transferEncoding = HeaderName("transfer-encoding")
    static let userAgent = HeaderName("user-agent")
}
