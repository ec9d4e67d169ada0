package import SpawnCore

/// When the run may be over, if it goes on as it has gone so far, or as it has gone of late. The longer nothing has ended, the
/// less the pace so far says: what has taken so long already will take as long again.
package enum Estimate {
    /// Tasks that must have ended before there is anything to go by.
    static let least = 3

    /// The shortest and the longest time to go; `nil` when there is nothing to go by, or nothing to do.
    package static func left(_ run: RunPicture, at now: Moment) -> (from: Duration, to: Duration)? {
        let remaining = run.tasks.count - run.tasks.over
        let seconds = now.seconds
        guard run.phase == .running, remaining > 0, run.metrics.finished >= least, seconds > 0 else { return nil }
        let overall = Double(run.metrics.finished) / seconds
        let (counts, each) = run.endings.columns(12, until: now)
        let recent = Double(counts.suffix(4).reduce(0, +)) / (Double(min(4, counts.count)) * each.inSeconds)
        let rates = [overall, recent].filter { $0 > 0 }
        guard let slowest = rates.min(), let fastest = rates.max() else { return nil }
        let silence = now - (run.lastEnding ?? .start)
        return (
            max(silence, Duration(inSeconds: Double(remaining) / fastest)),
            max(silence, Duration(inSeconds: Double(remaining) / slowest))
        )
    }
}
