import AuroraCommand
import AuroraSpawner
import Dashboard
import SpawnCore

/// What stays on the normal screen when the dashboard is gone: the last words of what failed, and how the run ended.
enum ClosingSummary {
    /// Lines of output kept of a failed task.
    private static let tailLines = 5
    /// Failed tasks shown; the rest are counted.
    private static let mostTasks = 10

    static func write(_ report: RunReport) {
        let failed = report.results.filter { $0.ending == .failed }
        for result in failed.prefix(mostTasks) {
            let error = cleaned(result.error ?? "")
            Console.say("\(cleaned(result.taskID)) failed: \(error)")
            let lines = result.output.suffix(4096).split(separator: UInt8(ascii: "\n")).suffix(tailLines)
            // Most tools end with the error that was just told.
            for line in lines.map({ cleaned(String(decoding: $0, as: UTF8.self)) }) where line != error {
                Console.say("    \(line)")
            }
        }
        if failed.count > mostTasks { Console.say("and \(failed.count - mostTasks) more failed") }
        let denied = report.results.count { $0.deniedCount > 0 }
        Console.say(PlainReporter.summary(of: report.metrics, after: report.duration, denied: denied))
    }

    /// Fit for a terminal, and errors in words as the dashboard has them.
    private static func cleaned(_ text: String) -> String { TerminalText.cleaned(Array(ErrorWords.plain(text).utf8)) }
}
