/// A concrete, countable item with its own SKU.
package enum Variant {}
/// What several variants have in common.
package enum Product {}
/// A node of the category tree.
package enum Category {}
/// A job that loads products from a file.
package enum ImportJob {}
/// A place that stock is in, or a virtual one that it comes from or goes to.
package enum Location {}
/// A pallet, carton or tote on which goods stand and are moved.
package enum HandlingUnit {}
/// Goods made together.
package enum Lot {}
/// Which goods leave first.
package enum RemovalRule {}
/// How some variants are costed.
package enum CostPolicy {}
/// What a currency was worth from a time on.
package enum RateFact {}
/// An entry or an order that made stock worth more or less.
package enum CostSource {}
/// What is counted again and again, and how often.
package enum CountPlan {}
/// Places and goods that people look at, and what they see there.
package enum Count {}
/// Goods to be counted at a place.
package enum CountLine {}
/// What was seen of goods at a place, accepted as what was there.
package enum CountResult {}
/// What is inspected of some goods, in one version.
package enum InspectionPlan {}
/// What somebody found out about the quality of a lot.
package enum Inspection {}
/// A stretch of effective time that is closed as a whole.
package enum Period {}
/// An entry that is to be made once somebody else approves it.
package enum Proposal {}
/// A single piece with a number of its own.
package enum Serial {}
/// One business fact in the ledger.
package enum Entry {}
/// Entries that one request made together, all of them or none.
package enum EntryBatch {}
/// A quantity that an entry took from one location to another.
package enum Movement {}
/// A promise of stock that has not left yet.
package enum Reservation {}
/// Goods that go from one place of ours to another by way of the road.
package enum TransferOrder {}
/// A system that reports sales.
package enum PosSource {}
/// A message received from a source.
package enum PosMessage {}
/// A source's own name for one of our variants.
package enum Alias {}
/// A person who may sign in.
package enum User {}
/// A sign-in of a user that has not ended.
package enum Session {}
/// A credential of a program.
package enum APIKey {}
/// A line of the audit trail.
package enum AuditRecord {}
/// A message that could not be processed, kept for a person to decide.
package enum DeadLetter {}
/// A message that asks a service to do something.
package enum Command {}
/// A ledger as a whole, of which there is one in an installation.
package enum Book {}

/// A rule, policy, rate or plan of the ledger.
package enum Setting {}

/// A kept figure of the ledger that was not what follows from its journal.
package enum Drift {}

/// A document, lot or unit whose row was not what follows from the journal.
package enum DriftSubject {}
