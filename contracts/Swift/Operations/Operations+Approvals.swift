extension Operations {
    /// What the ledger answers about entries that somebody else has to approve.
    static let approvals: [OperationDescription] = [
        .init(
            "listApprovalRules",
            .get,
            "/v1/approval-rules",
            .service(.ledger),
            .permission(.stockRead)
        ),
        .init(
            "createApprovalRule",
            .post,
            "/v1/approval-rules",
            .service(.ledger),
            .permission(.approvalManage)
        ),
        .init("listProposals", .get, "/v1/proposals", .service(.ledger), .permission(.stockRead)),
        .init(
            "createProposal",
            .post,
            "/v1/proposals",
            .service(.ledger),
            .permission(.stockAdjust)
        ),
        .init(
            "getProposal",
            .get,
            "/v1/proposals/{proposalId}",
            .service(.ledger),
            .permission(.stockRead)
        ),
        .init(
            "approveProposal",
            .post,
            "/v1/proposals/{proposalId}:approve",
            .service(.ledger),
            .permission(.entryApprove)
        ),
        .init(
            "declineProposal",
            .post,
            "/v1/proposals/{proposalId}:decline",
            .service(.ledger),
            .permission(.entryApprove)
        ),
    ]
}
