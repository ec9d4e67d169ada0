/// One thing a key can ask for.
package enum Action: Sendable, CaseIterable {
    // Moving about.
    case up, down, pageUp, pageDown, top, bottom, left, right, zoom, open, back, switchFocus
    // Which tasks are shown, and which are tagged.
    case filter, sort, tag, tagRange, tagFailed, untag
    // Tasks.
    case cancel, retry, retryWithFallback
    // The run.
    case moreSlots, fewerSlots, pause
    // Breakers.
    case probe, reset, forceOpen, disable
    // The output of a task.
    case nextStream, earlierAttempt, laterAttempt, wrap, raw, unfold, times, find, findNext, findPrevious, save, pager,
        copy
    // Pages.
    case breakers, metrics, timeline, failures, searchAll, help
    // The program.
    case picture, redraw, suspend, quit, stop

    /// True for what acts on the run, which a dashboard that may only look refuses. Ctrl-C is not among them: it is the
    /// terminal's own way to end a program.
    var isCommand: Bool {
        switch self {
        case .cancel, .retry, .retryWithFallback, .moreSlots, .fewerSlots, .pause, .probe, .reset, .forceOpen, .disable:
            true
        default: false
        }
    }
}
