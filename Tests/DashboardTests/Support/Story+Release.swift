import Dashboard
import SpawnCore

extension Story {
    /// A run in the middle of its life: a task in nearly every state, breakers in three, a tool that cools down.
    static func release(
        _ size: Size = Size(columns: 120, rows: 40),
        _ options: DashboardOptions = DashboardOptions(title: "release.md")
    ) -> Story {
        var story = Story(size, options)
        story.begin([
            .task("1", "Implement the parser", "coder"),
            .task("2", "Write tests for the parser", "tester"),
            .task("3", "Document the parser", "writer"),
            .task("4", "Publish the packages", "publisher"),
            .task("5", "Announce the release", "writer", after: "4"),
            .task("6", "Speed up the printer", "coder"),
            .task("7", "Write tests for the printer", "tester"),
            .task("8", "Review the parser", "reviewer"),
            .task("9", "Merge the parser", "coder", after: "6", "8"),
            .task("10", "Check the release by hand", nil, after: "9"),
            .task("11", "Translate the manual", "translator"),
            .task("12", "Measure the printer", "reviewer"),
        ])
        story.passFirstMinute()
        story.passSecondMinute()
        story.tick(134)
        return story
    }

    /// The same run when it is over.
    static func finished(_ size: Size = Size(columns: 120, rows: 40)) -> Story {
        var story = release(size)
        for id in ["6", "8"] {
            let attempt = story.end(id, 150, after: 30, .success)
            story.finish(id, 150, .firstTry, [attempt])
        }
        for (id, second) in [("9", 170.0), ("7", 175), ("10", 180), ("11", 190), ("12", 195)] {
            story.start(id, second - 8)
            story.writes(id, second - 1, "done")
            story.finish(id, second, .firstTry, [story.end(id, second, after: 8, .success)])
        }
        story.tell(195, .allTasksEnded)
        story.tick(200)
        return story
    }

    private mutating func passFirstMinute() {
        let reset = Failure(
            category: .transient, kind: .transientError, rule: "connection.?reset", message: "connection reset by peer")
        start("1", 0.1)
        start("2", 0.1)
        start("3", 0.2)
        start("4", 0.2, of: 1)
        waits("5", 0.2, .dependencies(count: 1, first: "4"))
        waits("9", 0.2, .dependencies(count: 2, first: "6"))
        waits("10", 0.2, .dependencies(count: 1, first: "9"))
        writes("1", 4, "reading Sources/Parser.swift")
        let first = end("1", 38, after: 37.9, .failure(reset))
        waits("1", 38, .backoff(until: moment(40), retry: 1, of: 2, failure: reset))
        finish("3", 41, .firstTry, [end("3", 41, after: 40.8, .success)])
        start("1", 40, number: 2)
        writes("1", 50, "editing Sources/Parser.swift", number: 2)
        finish("1", 62, .recoveredByRetry, [first, end("1", 62, number: 2, after: 22, .success)])
        let denied = Failure(
            category: .permanent, kind: .authError, rule: #"\b401\b"#, message: "API Error: 401 invalid x-api-key")
        let refused = end("4", 58, after: 57.8, .failure(denied))
        finish("4", 58, .failed, [refused], error: "API Error: 401 invalid x-api-key")
        finish("5", 58, .blocked, error: "needs 4, which did not succeed")
        tell(58, .breakerChanged(.story("publisher", .closed, failures: 1)))
        tell(38, .breakerChanged(.story("coder", .closed, failures: 1)))
    }

    private mutating func passSecondMinute() {
        start("6", 63)
        start("8", 64, isProbe: true)
        writes("6", 120, "editing Sources/Printer.swift")
        writes("8", 133, "reading the diff: 3 of 9 files")
        let crash = Failure(category: .unknown, kind: .crash, message: "Segmentation fault")
        let attempts = [1, 2].map { number in
            end("2", 50 + 10 * Double(number), number: number, after: 9, .failure(crash), exit: .signalled(11))
        }
        tell(70, .breakerChanged(.story("tester", .open, failures: 2, tasks: [1, 1], probeAt: moment(221))))
        start("2", 71, number: 3, try: 1, of: 1, isFallback: true)
        let fallback = end("2", 101, number: 3, after: 30, .success, isFallback: true)
        finish("2", 101, .recoveredByFallback, attempts + [fallback])
        tell(64, .breakerChanged(.story("reviewer", .halfOpen, failures: 0, tasks: [7, 7], probeTask: 7)))
        let limit = Failure(
            category: .transient, kind: .rateLimit, rule: "rate.?limit", message: "rate limit reached, retry-after: 60")
        start("11", 110)
        end("11", 125, after: 15, .rateLimited(limit, resetAt: nil))
        waits("11", 125, .backoff(until: moment(186), retry: 1, of: 2, failure: limit))
        tell(125, .cooldownChanged(tool: "claude", model: "opus", until: moment(186)))
        waits("12", 130, .cooldown(tool: "claude", until: moment(186)))
        waits("7", 130, .fallback(reason: "breaker tester is open"))
    }
}

extension BreakerSnapshot {
    static func story(
        _ agent: String, _ state: BreakerState, failures: Int, tasks: [Int] = [], probeAt: Moment? = nil,
        probeTask: Int? = nil
    ) -> BreakerSnapshot {
        let causes: [BreakerState: BreakerCause] = [.open: .threshold, .halfOpen: .openTimeOver]
        return BreakerSnapshot(
            agent: agent, state: state, failures: failures, threshold: 2,
            failureVelocity: failures > 1 ? 4.5 : 0, risk: state == .open ? .critical : .low,
            recentKinds: Array(repeating: .crash, count: failures),
            trippedBy: tasks.enumerated().map { index, task in
                BreakerFailure(
                    task: task, attempt: index + 1, moment: .start + .seconds(50 + 10 * index), kind: .crash)
            }, probeAt: probeAt, probeTask: probeTask, rejections: state == .open ? 3 : 0,
            lastChange: causes[state].map {
                BreakerChange(from: .closed, to: state, cause: $0, moment: .start + .seconds(64))
            })
    }
}
