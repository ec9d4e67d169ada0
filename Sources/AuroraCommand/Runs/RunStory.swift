package import AuroraSpawner
import SpawnCore

/// What `aurora show` prints: a run, or one of its tasks.
package struct RunStory {
    private let run: RunStore.Run
    private let record: RecordedRun

    /// - Parameters:
    ///   - run: The run.
    ///   - record: What its events tell.
    package init(_ run: RunStore.Run, _ record: RecordedRun) {
        self.run = run
        self.record = record
    }

    /// The run as a whole, and a line for each of its tasks.
    package var lines: [String] {
        head
            + TextTable.lines(
                [["TASK", "AGENT", "STATE", "TRIES", "TIME", "COST", "LAST"]]
                    + record.tasks.map { task in
                        let result = task.result
                        return [
                            task.task.id, task.task.agent ?? "", task.state(isLive: run.isLive),
                            task.attempts.isEmpty ? "" : "\(task.attempts.count)",
                            result.map { $0.attempts.isEmpty ? "" : $0.executionTime.brief } ?? "",
                            task.cost.amount.map { "$\($0.value.fixed(4))" } ?? "", task.lastWords,
                        ]
                    })
    }

    private var head: [String] {
        var lines = [
            "run \(run.id): \(run.state.words)" + (run.manifest?.end.map { ", exit code \($0.exitCode)" } ?? "")
        ]
        guard let manifest = run.manifest else { return lines }
        let duration = manifest.end.map { ", took \(Duration(inSeconds: max(0, $0.at - manifest.startedAt)).brief)" }
        let parent = manifest.parent.map { ", goes on with \($0)" } ?? ""
        lines.append("\(manifest.taskFile), began \(UTCTime.text(manifest.startedAt))\(duration ?? "")\(parent)")
        guard let end = manifest.end else { return lines + [""] }
        var parts = TaskEnding.allCases.compactMap { ending in
            end.endings[ending].map { "\($0) \(ending.rawValue.replacing("_", with: " "))" }
        }
        if let cost = end.cost.amount { parts.append("$\(cost.value.fixed(4))") }
        if end.usage.total > 0 { parts.append("\(end.usage.total) tokens") }
        return lines + [parts.joined(separator: ", "), ""]
    }

    /// One task: what it was asked, each attempt, and its answer.
    ///
    /// - Parameter task: One of the run's.
    /// - Returns: The lines.
    package func lines(of task: RecordedRun.Task) -> [String] {
        let it = task.task
        var lines = ["task \(it.id) of run \(run.id): \(task.state(isLive: run.isLive))"]
        let facts = [
            it.agent.map { "agent \($0)" }, it.tool.map { "tool \($0)" }, it.model.map { "model \($0)" },
            it.dependsOn.isEmpty ? nil : "after \(it.dependsOn.joined(separator: ", "))",
            task.result?.carriedFrom.map { "done in \($0)" },
        ].compactMap(\.self)
        if !facts.isEmpty { lines.append(facts.joined(separator: ", ")) }
        if let error = task.result?.error { lines.append(error) }
        lines += ["", "prompt:"] + Self.indented(it.prompt)
        for attempt in task.attempts { lines += ["", Self.title(attempt)] + Self.notes(attempt).map { "  \($0)" } }
        if let output = task.result?.output, output.byteCount > 0 {
            lines += ["", "answer:"] + Self.indented(output.text)
        }
        return lines
    }

    private static func title(_ attempt: AttemptRecord) -> String {
        let how =
            switch attempt.exit {
            case .exited(let code): ", exit code \(code)"
            case .signalled(let signal): ", signal \(signal)"
            case nil: ""
            }
        let place = attempt.isFallback ? ", in place of the agent" : ""
        return
            "attempt \(attempt.number): \(attempt.tool)\(place), began after \((attempt.startedAt - .start).brief), "
            + "ran \(attempt.duration.brief)\(how)"
    }

    private static func notes(_ attempt: AttemptRecord) -> [String] {
        var notes: [String] = []
        switch attempt.outcome {
        case .success: notes.append(attempt.warning.map { "succeeded, but \($0)" } ?? "succeeded")
        case .failure(let failure), .rateLimited(let failure, _):
            let rule = failure.rule.map { ", by the rule \($0)" } ?? ""
            notes.append("\(failure.category.rawValue), \(failure.kind.rawValue)\(rule): \(failure.message)")
        case .cancelled(let cause): notes.append("cancelled: \(cause.rawValue)")
        case .rejected(let cause): notes.append("rejected: \(cause.rawValue)")
        }
        if let reason = attempt.termination { notes.append("ended by us: \(reason.rawValue)") }
        if case .rateLimited(_, let time?) = attempt.outcome { notes.append("serves again at \(UTCTime.text(time))") }
        if let account = attempt.account {
            let facts = [
                account.session.map { "session \($0)" }, account.model,
                account.usage.map { "\($0.total) tokens" }, account.cost.amount.map { "$\($0.value.fixed(4))" },
                account.deniedCount > 0 ? "\(account.deniedCount) calls not allowed" : nil,
            ].compactMap(\.self)
            if !facts.isEmpty { notes.append(facts.joined(separator: ", ")) }
        }
        notes += attempt.spills.map { "\($0.path) (\($0.byteCount) bytes)" }
        return notes
    }

    private static func indented(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
        if lines.last == "  " { lines.removeLast() }
        return lines
    }
}

extension RecordedRun.Task {
    /// How it stands, in words.
    fileprivate func state(isLive: Bool) -> String {
        if let result { return result.ending.rawValue.replacing("_", with: " ") }
        return isCutOff ? isLive ? "runs" : "cut off" : isLive ? "waits" : "never began"
    }

    fileprivate var cost: Cost { Cost.sum(attempts.lazy.compactMap(\.account?.cost)) }

    /// The first line of its answer, or what went wrong.
    fileprivate var lastWords: String {
        if let error = result?.error { return error }
        let text = result?.output.text ?? ""
        return text.split(separator: "\n").first { $0.contains { $0 != " " } }.map(String.init) ?? ""
    }
}
