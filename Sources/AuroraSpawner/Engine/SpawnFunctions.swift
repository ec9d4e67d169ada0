/// Runs one task.
///
/// ```swift
/// let result = try await spawn(SpawnTask(prompt: "Hello world"))
/// print(result.output.text)
/// ```
///
/// It runs once, without retry or fallback, unless the configuration asks for recovery.
///
/// - Parameters:
///   - task: The task.
///   - configuration: The tool that runs it, its limits and whatever else a configuration file may say.
/// - Returns: How it went. A task that failed is a result too.
/// - Throws: ``InputError`` or ``TaskGraphError`` when it cannot be run as it is described, such as a tool that is not
///   installed; see ``Spawner/init(tasks:configuration:adoptsOrphans:)``.
public func spawn(
    _ task: SpawnTask, configuration: SpawnerConfiguration = SpawnerConfiguration()
) async throws -> SpawnResult {
    try await spawnParallel(tasks: [task], configuration: configuration)[0]
}

/// Runs tasks side by side.
///
/// Each runs once, without retry or fallback, unless the configuration asks for recovery. A task starts as soon as the
/// tasks it depends on have succeeded and a slot is free.
///
/// - Parameters:
///   - tasks: The tasks.
///   - maxConcurrent: How many may run at once, 1 to 10,000; `nil` leaves it to the configuration, which says 4.
///   - configuration: What holds for all of them.
/// - Returns: One result for every task, in input order. A task that failed is a result too.
/// - Throws: ``InputError`` or ``TaskGraphError`` when they cannot be run as they are described; nothing has run then.
public func spawnParallel(
    tasks: [SpawnTask], maxConcurrent: Int? = nil, configuration: SpawnerConfiguration = SpawnerConfiguration()
) async throws -> [SpawnResult] {
    var configuration = configuration
    configuration.maxConcurrent = maxConcurrent ?? configuration.maxConcurrent
    configuration.recovery = configuration.recovery ?? .noRecovery
    return await (try Spawner(tasks: tasks, configuration: configuration)).run().results
}

/// Runs tasks side by side, tries failing ones again and lets the plain LLM stand in for agents that cannot.
///
/// ```swift
/// let results = try await spawnParallelWithRecovery(tasks: tasks, maxRetries: 2, fallbackToLLM: true)
/// for result in results where result.retryCount > 0 {
///     print("Task \(result.taskIndex) recovered after \(result.retryCount) retries")
/// }
/// ```
///
/// - Parameters:
///   - tasks: The tasks.
///   - maxRetries: How often an agent is run again, 0 to 1,000; wins over the policy. `nil` leaves it to the policy.
///   - fallbackToLLM: Whether the plain LLM stands in; wins over the policy. `nil` leaves it to the policy.
///   - recoveryPolicy: What happens after failures; `nil` takes the configuration's, else ``RecoveryPolicy/default``.
///   - maxConcurrent: How many may run at once, 1 to 10,000; `nil` leaves it to the configuration, which says 4.
///   - configuration: What else holds for all of them.
/// - Returns: One result for every task, in input order. A task that failed is a result too.
/// - Throws: ``InputError`` or ``TaskGraphError`` when they cannot be run as they are described; nothing has run then.
public func spawnParallelWithRecovery(
    tasks: [SpawnTask], maxRetries: Int? = nil, fallbackToLLM: Bool? = nil, recoveryPolicy: RecoveryPolicy? = nil,
    maxConcurrent: Int? = nil, configuration: SpawnerConfiguration = SpawnerConfiguration()
) async throws -> [SpawnResult] {
    var configuration = configuration
    configuration.recovery = recoveryPolicy ?? configuration.recovery ?? .default
    configuration.maxRetries = maxRetries ?? configuration.maxRetries
    configuration.fallbackToLLM = fallbackToLLM ?? configuration.fallbackToLLM
    return try await spawnParallel(tasks: tasks, maxConcurrent: maxConcurrent, configuration: configuration)
}

/// Runs tasks one after the other, in input order as far as their dependencies allow.
///
/// A failed task does not keep the next from running; let it depend on the one before where it should.
///
/// - Parameters:
///   - tasks: The tasks.
///   - configuration: What holds for all of them.
/// - Returns: One result for every task, in input order. A task that failed is a result too.
/// - Throws: ``InputError`` or ``TaskGraphError`` when they cannot be run as they are described; nothing has run then.
public func spawnSequential(
    tasks: [SpawnTask], configuration: SpawnerConfiguration = SpawnerConfiguration()
) async throws -> [SpawnResult] {
    try await spawnParallel(tasks: tasks, maxConcurrent: 1, configuration: configuration)
}
