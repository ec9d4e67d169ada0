/// Whose output: that of a task, in one of its attempts.
package struct OutputSource: Hashable, Sendable {
    /// The task, by its place in the input.
    package var task: Int
    /// The attempt, counted from 1; `nil` is the running one, else the last.
    package var attempt: Int?

    package init(task: Int, attempt: Int? = nil) {
        self.task = task
        self.attempt = attempt
    }
}
