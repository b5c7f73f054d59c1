extension Operations {
    /// What every service answers, named by the path.
    static let everyService: [OperationDescription] = [
        .init(
            "listDeadLetters",
            .get,
            "/v1/services/{service}/dead-letters",
            .named,
            .permission(.deadLetterRead)
        ),
        .init(
            "getDeadLetter",
            .get,
            "/v1/services/{service}/dead-letters/{deadLetterId}",
            .named,
            .permission(.deadLetterRead)
        ),
        .init(
            "replayDeadLetter",
            .post,
            "/v1/services/{service}/dead-letters/{deadLetterId}:replay",
            .named,
            .permission(.deadLetterManage)
        ),
        .init(
            "discardDeadLetter",
            .post,
            "/v1/services/{service}/dead-letters/{deadLetterId}:discard",
            .named,
            .permission(.deadLetterManage)
        ),
    ]
}
