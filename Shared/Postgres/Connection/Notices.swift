import CPostgres
import Logging

/// Sends what the server remarks to the logger; libpq would write it to standard error.
///
/// The text can quote row values, so a record carries it at `debug` only.
func logNotices(of handle: OpaquePointer) {
    _ = unsafe PQsetNoticeReceiver(handle, { unsafe log($1) }, nil)
}

private func log(_ notice: OpaquePointer?) {
    let logger = Logger.current
    let severity = unsafe field(PG_FIELD_SEVERITY, of: notice) ?? "NOTICE"
    let level: Logger.Level = severity == "WARNING" ? .warning : .debug
    var metadata: Logger.Metadata = ["postgres.severity": "\(severity)"]
    if let sqlState = unsafe field(PG_FIELD_SQLSTATE, of: notice) {
        metadata["postgres.sqlstate"] = "\(sqlState)"
    }
    if logger.logLevel <= .debug, let message = unsafe field(PG_FIELD_MESSAGE, of: notice) {
        metadata["postgres.message"] = "\(message)"
    }
    logger.log(level: level, "PostgreSQL sent a notice", metadata: metadata)
}

private func field(_ code: CInt, of notice: OpaquePointer?) -> String? {
    guard let text = unsafe PQresultErrorField(notice, code) else { return nil }
    return unsafe String(cString: text)
}
