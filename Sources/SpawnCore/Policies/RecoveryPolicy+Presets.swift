extension RecoveryPolicy {
    /// 2 retries with exponential backoff from 1 s, then the plain LLM.
    public static let `default` = preset(retries: 2, fallback: true, base: 1, max: 30, factor: 2)
    /// 5 quick retries and no fallback: the agent must succeed.
    public static let aggressiveRetry = preset(retries: 5, fallback: false, base: 0.5, max: 60, factor: 2)
    /// No retry: the plain LLM answers at once.
    public static let fastFallback = preset(retries: 0, fallback: true, base: 1, max: 30, factor: 2)
    /// 3 retries with long delays, for complex tasks, then the plain LLM. Not to be taken for ``SpawnPolicy/patient``, which
    /// is about time limits.
    public static let patient = preset(retries: 3, fallback: true, base: 2, max: 120, factor: 3)
    /// One attempt, and that is all.
    public static let noRecovery = preset(retries: 0, fallback: false, base: 1, max: 30, factor: 2)

    /// The presets by the names that files and the command line use.
    public static let presets: [(name: String, policy: RecoveryPolicy)] = [
        ("default", .default), ("aggressive_retry", .aggressiveRetry), ("fast_fallback", .fastFallback),
        ("patient", .patient), ("no_recovery", .noRecovery),
    ]

    /// The preset of that name; `nil` when there is none.
    public static func named(_ name: String) -> RecoveryPolicy? {
        presets.first { $0.name == name }?.policy
    }

    private static func preset(
        retries: Int, fallback: Bool, base: Double, max: Double, factor: Double
    ) -> RecoveryPolicy {
        RecoveryPolicy(
            maxRetries: retries, fallbackToLLM: fallback,
            backoff: Backoff(
                shape: .exponential, base: Duration(inSeconds: base), maximum: Duration(inSeconds: max),
                factor: factor))
    }
}
