package import SpawnCore

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

/// How output is read: as it was written, or the events of an agent in words.
package struct OutputReading: Hashable, Sendable {
    /// The format of the events; ``AgentFormat/text`` is read as it was written.
    package var format: AgentFormat
    /// Whether what calls of tools gave back is shown whole.
    package var isUnfolded: Bool

    package init(_ format: AgentFormat = .text, isUnfolded: Bool = false) {
        self.format = format
        self.isUnfolded = isUnfolded
    }
}

/// Output that is searched, and how it is read.
package struct SearchedOutput: Hashable, Sendable {
    package var source: OutputSource
    package var reading: OutputReading
}
