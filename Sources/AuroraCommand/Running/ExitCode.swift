package import AuroraSpawner
import SpawnCore

/// What the command says to the shell that called it.
package enum ExitCode {
    /// Every task succeeded.
    package static let success: Int32 = 0
    /// Some task failed, was blocked, rejected or cancelled, or something that was asked for could not be written.
    package static let failure: Int32 = 1
    /// Bad usage, task file or configuration, before anything started.
    package static let usage: Int32 = 2
    /// Nothing failed but rate limits that lift later. The name and the number are those of `sysexits.h`.
    package static let temporaryFailure: Int32 = 75

    /// The exit code of a run that is over.
    ///
    /// - Parameters:
    ///   - report: How it ended.
    ///   - isSaved: Whether the results and the event log are where they were asked for.
    ///   - expectsFailures: Whether tasks may fail, as those of the demonstration do.
    /// - Returns: The code, 0 to 255.
    package static func of(_ report: RunReport, isSaved: Bool, expectsFailures: Bool = false) -> Int32 {
        if case .signal(let number) = report.stopCause { return 128 + number }
        if expectsFailures { return isSaved ? success : failure }
        let metrics = report.metrics
        let bad = [TaskEnding.failed, .blocked, .rejected, .cancelled].reduce(0) { $0 + metrics.count($1) }
        if bad > 0 || !isSaved { return failure }
        return metrics.count(.rateLimited) > 0 ? temporaryFailure : success
    }
}
