/// What the reactor waits for with a child. One that has lost its meaning is recognised by its generation, or by the
/// machine it is fed to.
struct ChildTimer: Sendable {
    enum Purpose: Sendable {
        /// The time after TERM is over.
        case grace
        /// The time between two reports of progress is over.
        case progress
        /// It has lived long enough for all that it writes to be kept.
        case spill
        /// A stream has waited for the disk as long as a child can be kept waiting.
        case stall
    }

    var purpose: Purpose
    var slot: Int
    var generation: UInt32
}
