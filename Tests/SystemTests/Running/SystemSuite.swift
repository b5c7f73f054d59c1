import Testing

/// The tests that need the whole of it: every service as a process of its own, on a database and
/// virtual hosts of its own. It is started once for all of them.
@Suite(.serialized, .requiresSystem, .runningSystem) enum SystemSuite {}
