/// Waiting for a condition, in place of a sleep that is too short on a slow machine and too long on a fast one.
package enum Waiting {
    /// Asks again and again until there is an answer.
    ///
    /// - Parameters:
    ///   - timeout: When to give up.
    ///   - interval: The time between two questions.
    ///   - question: Answers `nil` while it is too early.
    /// - Returns: The answer; `nil` when there was none in time.
    /// - Throws: What the question throws.
    package static func until<Answer>(
        timeout: Duration, every interval: Duration = .milliseconds(10), _ question: () throws -> Answer?
    ) async throws -> Answer? {
        let end = ContinuousClock.now + timeout
        while true {
            if let answer = try question() { return answer }
            guard ContinuousClock.now < end else { return nil }
            try await Task.sleep(for: interval)
        }
    }
}
