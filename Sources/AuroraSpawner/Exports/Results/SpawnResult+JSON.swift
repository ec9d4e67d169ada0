extension JSONWriter {
    /// The most bytes of an output in a document, head and tail together.
    static let outputLimit = 65_536

    /// The fields of a result that a document and an event share.
    mutating func fields(of result: SpawnResult) {
        let output = result.output.shortened(to: Self.outputLimit)
        let failure = result.attempts.last?.outcome.failure
        field("task_index", result.taskIndex)
        field("task_id", result.taskID)
        field("prompt", result.prompt)
        field("agent", result.agent)
        field("success", result.success)
        field("ending", result.ending.rawValue)
        field("output", output.text)
        field("output_truncated", output.isTruncated)
        field("output_bytes", output.byteCount)
        field("error", result.error)
        field("exit_code", result.exitCode)
        field("fallback", result.fallback)
        field("original_agent", result.originalAgent)
        field("retry_count", result.retryCount)
        field("termination_reason", result.attempts.last?.termination?.rawValue)
        field("timeout_extended", result.timeoutExtended)
        field("execution_time", result.executionTime)
        field("category", result.success ? nil : failure?.category.rawValue)
        field("kind", result.success ? nil : failure?.kind.rawValue)
        field("reset_at", result.resetAt)
        key("attempts")
        array { writer in
            for attempt in result.attempts { writer.object { $0.fields(of: attempt) } }
        }
    }
}

extension CapturedOutput {
    /// The same with at most `limit` bytes kept, half of them from the head.
    fileprivate func shortened(to limit: Int) -> CapturedOutput {
        guard head.count + tail.count > limit else { return self }
        let kept = isTruncated ? tail : head + tail
        return CapturedOutput(
            head: Array(head.prefix(limit / 2)), tail: Array(kept.suffix(limit / 2)), byteCount: byteCount)
    }
}
