import SpawnCore

extension SpawnResult {
    /// A result that could have been, for a task of one of a few agents.
    static func random(task: Int, using random: inout SplitMix64) -> SpawnResult {
        let agent = random.one(of: [nil, "a", "b"])
        let ending = random.one(of: TaskEnding.allCases)
        var result = SpawnResult(taskIndex: task, taskID: "t", prompt: "p", agent: agent, ending: ending)
        let runs = Int.random(in: 1...3, using: &random)
        let failure = Failure(category: .transient, kind: random.one(of: [.crash, .timeout]), message: "m")
        switch ending {
        case .blocked, .rejected, .skipped, .carriedOver:
            result.rejectedBy = ending == .blocked ? .dependency : ending == .rejected ? .breaker : nil
            return result
        case .firstTry: result.attempts = [.made(1, agent, .success, &random)]
        case .failed, .cancelled, .rateLimited, .recoveredByRetry, .recoveredByFallback:
            let outcome: AttemptOutcome = random.one(of: [.failure(failure), .rateLimited(failure, resetAt: nil)])
            result.attempts = (1...runs).map { .made($0, agent, outcome, &random) }
            if ending == .cancelled { result.attempts.append(.made(runs + 1, agent, .cancelled(by: .user), &random)) }
            if ending == .recoveredByRetry { result.attempts.append(.made(runs + 1, agent, .success, &random)) }
            if ending == .recoveredByFallback {
                result.attempts.append(.made(runs + 1, nil, .success, &random))
                result.fallback = true
            }
        }
        result.retryCount = max(0, result.attempts.count { !$0.isFallback } - 1)
        result.executionTime = result.attempts.reduce(.zero) { $0 + $1.duration }
        result.queueWait = Duration(inSeconds: random.seconds(0...9))
        return result
    }
}

extension AttemptRecord {
    fileprivate static func made(
        _ number: Int, _ agent: String?, _ outcome: AttemptOutcome, _ random: inout SplitMix64
    ) -> AttemptRecord {
        AttemptRecord(
            number: number, agent: agent, tool: "t", isFallback: false, startedAt: .start,
            duration: Duration(inSeconds: random.seconds(0...500)), exit: .exited(0), outcome: outcome,
            termination: nil)
    }
}
