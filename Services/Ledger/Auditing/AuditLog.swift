import Contracts
import CoreMetrics
import Kernel
import Logging

/// What an audit says to operators.
enum AuditLog {
    static func tell(_ repair: AuditRepair, of subject: AuditSubject) {
        for drift in repair.drifts {
            Logger.current.error(
                "A figure was not what follows from the journal, and was put right",
                metadata: [
                    "field": "\(drift.field.rawValue)", "variant": "\(drift.variant)",
                    "location": "\(drift.location)", "expected": "\(drift.expected)",
                    "found": "\(drift.found)", "subject": "\(drift.subject, default: "")",
                    "day": "\(drift.day, default: "")",
                ]
            )
        }
        AuditMetrics.repaired.increment(by: repair.drifts.count)
        if !repair.isSound {
            Logger.current.error(
                "The lines of the book of costs do not agree with each other: some were changed",
                metadata: ["of": "\(subject)"]
            )
        }
    }

    static func tell(_ error: any Error, of subject: AuditSubject) {
        Logger.current.error(
            "What is kept is wrong, and could not be put right",
            metadata: ["of": "\(subject)", "error": "\(error)"]
        )
    }
}
