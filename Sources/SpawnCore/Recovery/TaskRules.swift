/// All that the rules of a task depend on.
struct TaskKind: Hashable {
    private let agent: String?
    private let tool: String?
    private let policyName: String?
    private let timeout: Duration?

    init(_ task: SpawnTask) {
        agent = task.agent
        tool = task.tool
        policyName = task.policyName
        timeout = task.timeout
    }
}

/// The rules one task runs under, put together from its own wishes, its agent's, and the run's.
///
/// They never change, and they are large beside the rest of what is known of a task: so they are shared, not copied.
package final class TaskRules: Sendable {
    /// How each attempt is supervised.
    package let policy: SpawnPolicy
    /// Retries and fallback, resolved for the task's agent.
    package let recovery: RecoveryPolicy
    /// A hard limit for each attempt; `nil` leaves it to the policy.
    package let hardCap: TimeLimit?
    /// A wait longer than this is not slept on; the task ends rate limited.
    package let maxHintWait: Duration
    /// Whether a person asked to wait until limits lift, however long: such waits are no retries that could run out.
    package let waitsForReset: Bool
    /// Whether something else than the command that failed can stand in for it.
    package let hasFallback: Bool
    /// Whether the fallback runs the same tool, so that a rate limit hits it too.
    package let fallbackSharesTool: Bool

    package init(
        policy: SpawnPolicy, recovery: RecoveryPolicy, hardCap: TimeLimit?, maxHintWait: Duration,
        waitsForReset: Bool, hasFallback: Bool, fallbackSharesTool: Bool
    ) {
        self.policy = policy
        self.recovery = recovery
        self.hardCap = hardCap
        self.maxHintWait = maxHintWait
        self.waitsForReset = waitsForReset
        self.hasFallback = hasFallback
        self.fallbackSharesTool = fallbackSharesTool
    }

    /// How long a probe may stay silent before its breaker gives it up: the longest an attempt may take, the time between
    /// TERM and KILL, and 5 s.
    package var lease: Duration {
        let longest = max(policy.timeout.first, policy.timeout.maximum)
        return min(longest, hardCap?.length ?? longest) + .seconds(2) + .seconds(5)
    }
}
