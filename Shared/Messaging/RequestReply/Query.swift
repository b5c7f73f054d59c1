/// An operation that only reads, and whose answer may be a moment old: a standby of the database
/// may answer it, see ``ReadDesk``.
///
/// Not for documents that somebody reads to change them, nor for stock, which shows what was
/// answered just now.
package protocol Query: Operation {}
