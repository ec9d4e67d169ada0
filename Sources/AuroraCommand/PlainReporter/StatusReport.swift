package import SpawnCore

/// Says how a run stands, for SIGUSR1: what runs, and why the rest waits.
package struct StatusReport {
    /// Lines for reasons to wait; the tasks of others are counted.
    private static let mostReasons = 20

    private let status: RunStatus

    package init(_ status: RunStatus) { self.status = status }

    /// The report, line by line.
    package var lines: [String] {
        [summary] + status.running.flatMap(lines) + waitingLines
    }

    private var summary: String {
        let metrics = status.metrics
        let over = metrics.finished + metrics.count(.skipped) + metrics.count(.carriedOver)
        let waiting = status.waiting.reduce(0) { $0 + $1.count }
        let stopping = status.stopCause.map { ", stopping: \($0.words)" } ?? ""
        return "run \(status.runID.cleaned) after \((status.moment - .start).brief)\(stopping): "
            + "\(over) of \(status.taskCount) tasks over (\(metrics.succeeded) succeeded), "
            + "\(status.running.count) running, \(waiting) waiting"
    }

    private func lines(for attempt: RunStatus.Attempt) -> [String] {
        let child = attempt.child.map { "pid \($0.pid), for \((status.moment - $0.startedAt).brief)" } ?? "starting"
        let end = attempt.termination.map { ", being ended: \($0.words)" } ?? ""
        let line = attempt.line.isEmpty ? [] : ["    | \(attempt.line.cleaned)"]
        return [
            "  \(attempt.taskID.cleaned) runs: \(attempt.agent?.cleaned ?? "plain LLM") with \(attempt.tool.cleaned), "
                + "attempt \(attempt.number), \(child)\(end)"
        ] + line
    }

    private var waitingLines: [String] {
        let lines = status.waiting.prefix(Self.mostReasons).map { waiting in
            let others = waiting.count - waiting.names.count
            let names = waiting.names.map(\.cleaned).joined(separator: ", ") + (others > 0 ? " and \(others) more" : "")
            return "  \(names): \(waiting.reason.words(at: status.moment))"
        }
        let rest = status.waiting.dropFirst(Self.mostReasons)
        guard !rest.isEmpty else { return lines }
        return lines + ["  … and \(rest.reduce(0) { $0 + $1.count }) more tasks for other reasons"]
    }
}
