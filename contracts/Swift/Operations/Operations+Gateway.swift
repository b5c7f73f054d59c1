extension Operations {
    /// What the gateway answers itself.
    static let gateway: [OperationDescription] = [
        .init("signIn", .post, "/v1/session", .service(.gateway), .open, isCommand: false),
        .init("getSession", .get, "/v1/session", .service(.gateway), .signedIn),
        .init("signOut", .delete, "/v1/session", .service(.gateway), .signedIn),
        .init("listSessions", .get, "/v1/sessions", .service(.gateway), .signedIn),
        .init("revokeSession", .delete, "/v1/sessions/{sessionId}", .service(.gateway), .signedIn),
        .init("createToken", .post, "/v1/tokens", .service(.gateway), .signedIn, isCommand: false),
        .init(
            "changePassword",
            .post,
            "/v1/me/password",
            .service(.gateway),
            .signedIn,
            isCommand: false
        ),
        .init("listUsers", .get, "/v1/users", .service(.gateway), .permission(.userManage)),
        .init("createUser", .post, "/v1/users", .service(.gateway), .permission(.userManage)),
        .init("getUser", .get, "/v1/users/{userId}", .service(.gateway), .permission(.userManage)),
        .init(
            "updateUser",
            .patch,
            "/v1/users/{userId}",
            .service(.gateway),
            .permission(.userManage)
        ),
        .init(
            "setUserGrants",
            .put,
            "/v1/users/{userId}/grants",
            .service(.gateway),
            .permission(.userManage)
        ),
        .init(
            "eraseUser",
            .post,
            "/v1/users/{userId}:erase",
            .service(.gateway),
            .permission(.userManage)
        ),
        .init("listRoles", .get, "/v1/roles", .service(.gateway), .permission(.userManage)),
        .init("listApiKeys", .get, "/v1/api-keys", .service(.gateway), .permission(.apiKeyManage)),
        .init(
            "createApiKey",
            .post,
            "/v1/api-keys",
            .service(.gateway),
            .permission(.apiKeyManage)
        ),
        .init(
            "revokeApiKey",
            .delete,
            "/v1/api-keys/{apiKeyId}",
            .service(.gateway),
            .permission(.apiKeyManage)
        ),
        .init("listAudit", .get, "/v1/audit", .service(.gateway), .permission(.auditRead)),
        .init("getOpenAPI", .get, "/openapi.json", .service(.gateway), .open),
        .init("getDocs", .get, "/docs", .service(.gateway), .open),
        .init("health", .get, "/v1/health", .service(.gateway), .open),
    ]
}
