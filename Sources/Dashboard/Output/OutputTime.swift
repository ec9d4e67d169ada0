/// When a line came, on the clock of its attempt.
///
/// It is the run's clock, which attempts and the timeline are measured by: it stands still with a run that is suspended, and
/// nobody sets it back.
package struct OutputTime: Sendable, Equatable {
    /// Whole seconds since the attempt started.
    package var second: Int
    /// False where it may have come some seconds later: of a long stream not every second is kept.
    package var isExact: Bool

    package init(second: Int, isExact: Bool = true) {
        self.second = second
        self.isExact = isExact
    }

    /// As the screen writes it: `0:07`, `~1:02:03`.
    var text: String { (isExact ? "" : "~") + Wording.elapsed(.seconds(second)) }
}
