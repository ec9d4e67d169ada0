/// What fills the screen. Pages lie on each other; going back takes the top one away.
package enum Page: Sendable, Equatable {
    case overview
    /// The selected task: its prompt, attempts and output.
    case task
    /// The selected breaker: why it is as it is.
    case breaker
    case metrics
    case timeline
    /// Failures that are alike, together.
    case failures
    /// A text in the output of all tasks.
    case search
    case help
}
