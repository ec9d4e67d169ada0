import AuroraCommand
import AuroraSpawner
import SpawnCore

/// What stays on the normal screen when the dashboard is gone: how the run ended, and the last words of what failed.
enum ClosingSummary {
    /// Lines of output kept of a failed task.
    private static let tailLines = 5
    /// Failed tasks shown; the rest are counted.
    private static let mostTasks = 10

    static func write(_ report: RunReport) {
        let failed = report.results.filter { $0.ending == .failed }
        for result in failed.prefix(mostTasks) {
            let error = TerminalText.cleaned(Array((result.error ?? "").utf8))
            Console.say("\(TerminalText.cleaned(Array(result.taskID.utf8))) failed: \(error)")
            let lines = result.output.suffix(4096).split(separator: UInt8(ascii: "\n")).suffix(tailLines)
            for line in lines { Console.say("    \(TerminalText.cleaned(Array(line)))") }
        }
        if failed.count > mostTasks { Console.say("… and \(failed.count - mostTasks) more") }
        var reporter = PlainReporter()
        let end = SpawnEvent(.runEnded(report.metrics), at: .start + report.duration)
        for line in reporter.lines(for: end) { Console.say(line) }
    }
}
