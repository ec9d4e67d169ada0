/// Why a set of tasks cannot be run: an id used twice, a dependency that is no task, or a cycle.
public struct TaskGraphError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line of the task file it is about; `nil` when the tasks came from elsewhere.
    public var line: Int?
    /// What is wrong, and what is allowed.
    public var message: String

    /// The line, where there is one, and the message.
    public var description: String { line.map { "\($0): \(message)" } ?? message }

    static func duplicate(_ id: String, of first: SpawnTask, at task: SpawnTask) -> TaskGraphError {
        let place = first.line.map { " on line \($0)" } ?? ""
        return TaskGraphError(
            line: task.line, message: "task id '\(id)' is already used\(place); every task needs an id of its own")
    }

    static func unknown(_ dependency: String, for id: String, at task: SpawnTask) -> TaskGraphError {
        TaskGraphError(
            line: task.line,
            message: "task '\(id)' depends on '\(dependency)', which is no task; allowed are the ids of other tasks")
    }

    /// A long cycle is named by its beginning and its end.
    static func cycle(_ ids: [String], at task: SpawnTask) -> TaskGraphError {
        var names = ids
        if names.count > 12 { names.replaceSubrange(8..<(names.count - 2), with: ["(\(names.count - 10) more)"]) }
        return TaskGraphError(
            line: task.line,
            message: "tasks depend on each other in a cycle: \((names + [ids[0]]).joined(separator: " → ")); "
                + "a task may only depend on tasks that do not depend on it")
    }
}
