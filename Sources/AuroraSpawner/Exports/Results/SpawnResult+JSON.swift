extension JSONWriter {
    /// The fields of a result.
    mutating func allFields(of result: SpawnResult) {
        field("task_index", result.taskIndex)
        field("task_id", result.taskID)
        field("prompt", result.prompt)
        field("agent", result.agent)
        fields(of: result)
    }

    /// The fields of a result that a document and an event share: all but those that say which task it is.
    ///
    /// - Parameters:
    ///   - result: The result.
    ///   - tellsAttempts: False where they stand elsewhere.
    mutating func fields(of result: SpawnResult, tellsAttempts: Bool = true) {
        let failure = result.success ? nil : result.attempts.last?.outcome.failure
        field("success", result.ending.hasAnswer)
        field("ending", result.ending.rawValue)
        fields(of: result.output)
        field("error", result.error)
        field("exit_code", result.exitCode)
        field("fallback", result.fallback)
        field("original_agent", result.originalAgent)
        field("retry_count", result.retryCount)
        field("start_retries", result.startRetries)
        field("termination_reason", result.attempts.last?.termination?.rawValue)
        field("timeout_extended", result.timeoutExtended)
        field("execution_time", result.executionTime)
        field("queue_wait", result.queueWait)
        field("category", failure?.category.rawValue)
        field("kind", failure?.kind.rawValue)
        field("rejected_by", result.rejectedBy?.rawValue)
        field("reset_at", result.resetAt)
        if let run = result.carriedFrom { field("carried_from", run) }
        field("session", result.session)
        field("continues", result.attempts.last?.account?.continues)
        field(result.usage)
        field(result.cost)
        field(result.denied)
        guard tellsAttempts else { return }
        key("attempts")
        array { writer in
            for attempt in result.attempts { writer.object { $0.fields(of: attempt) } }
        }
    }
}

extension SpawnResult {
    /// Reads what ``JSONWriter/fields(of:tellsAttempts:)`` wrote. What follows from other fields is not read: `success`,
    /// `category`, `kind` and `termination_reason`. Its attempts may stand elsewhere: `told`.
    init(
        taskIndex: Int, taskID: String, prompt: String, agent: String?, _ fields: JSONReader.Fields,
        attempts told: [AttemptRecord]? = nil
    ) throws(InputError) {
        self.init(
            taskIndex: taskIndex, taskID: taskID, prompt: prompt, agent: agent,
            ending: try fields.required("ending").choice(TaskEnding.self))
        output = try CapturedOutput(fields)
        error = try fields.unlessNull("error")?.text()
        exitCode = try fields.unlessNull("exit_code")?.int32()
        fallback = try fields.required("fallback").bool()
        originalAgent = try fields.unlessNull("original_agent")?.text()
        retryCount = try fields.required("retry_count").count()
        // Logs of earlier versions do not say it.
        startRetries = try fields.unlessNull("start_retries")?.count() ?? 0
        timeoutExtended = try fields.required("timeout_extended").bool()
        executionTime = try fields.required("execution_time").duration()
        queueWait = try fields.unlessNull("queue_wait")?.duration()
        rejectedBy = try fields.unlessNull("rejected_by")?.choice(RejectCause.self)
        resetAt = try fields.unlessNull("reset_at")?.double()
        carriedFrom = try fields.unlessNull("carried_from")?.text()
        if let told, fields["attempts"] == nil {
            attempts = told
        } else {
            for element in try fields.required("attempts").elements() {
                attempts.append(try AttemptRecord(element.record()))
            }
        }
        output.file = attempts.last?.spills.first { $0.stream == .stdout }
    }
}

extension SpawnResult: Codable {
    /// Reads the form it has in a results document.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``InputError`` for a key that is missing, and for a value of the wrong type or out of range.
    public init(from decoder: any Decoder) throws {
        try self.init(JSONReader(decoder).record())
    }

    /// Writes the form it has in a results document: of its output at most 64 KiB, bytes that are no UTF-8 replaced.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        try JSONValue { $0.allFields(of: self) }.encode(to: encoder)
    }

    /// Reads what ``JSONWriter/allFields(of:)`` wrote.
    init(_ fields: JSONReader.Fields) throws(InputError) {
        try self.init(
            taskIndex: fields.required("task_index").count(), taskID: fields.required("task_id").text(),
            prompt: fields.required("prompt").text(), agent: fields.unlessNull("agent")?.text(), fields)
    }
}
