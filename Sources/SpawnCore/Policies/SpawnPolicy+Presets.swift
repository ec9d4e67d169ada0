extension SpawnPolicy {
    /// An hour, and ten minutes of silence after the first output; 2 attempts. What holds unless somebody says otherwise:
    /// agents work for an hour, and are silent for minutes.
    public static let agent = SpawnPolicy(
        name: "agent", timeout: .fixed(3600, idle: 600, kills: true), killsOnErrorPattern: true, attempts: 2,
        backoff: .exponential(2, upTo: 30))
    /// 60 s, extended up to 5 minutes while active; 3 attempts. It has its name from its first users, and is not what holds
    /// where nothing is said: that is ``agent``.
    public static let `default` = SpawnPolicy(
        name: "default", timeout: .progressive(60, upTo: 300, active: 10, idle: 30, kills: true),
        killsOnErrorPattern: true, attempts: 3, backoff: .exponential(1, upTo: 60))
    /// 2 minutes, extended up to 10 while active; silence is allowed.
    public static let production = SpawnPolicy(
        name: "production", timeout: .progressive(120, upTo: 600, active: 15, idle: 60, kills: false),
        killsOnErrorPattern: true, attempts: 3, backoff: .exponential(2, upTo: 120))
    /// 2 minutes, extended up to 10 while active; 2 attempts. Not to be taken for ``RecoveryPolicy/patient``, which is about
    /// retries.
    public static let patient = SpawnPolicy(
        name: "patient", timeout: .progressive(120, upTo: 600, active: 10, idle: 120, kills: false),
        killsOnErrorPattern: true, attempts: 2, backoff: .exponential(2, upTo: 30))
    /// One attempt of at most 60 s.
    public static let failFast = SpawnPolicy(
        name: "fast_fail", timeout: .fixed(60, idle: 15, kills: true), killsOnErrorPattern: true, attempts: 1,
        backoff: .immediate, retriesAfterKill: false)
    /// Half an hour, nothing ends it early, no breakers.
    public static let development = SpawnPolicy(
        name: "development", timeout: .fixed(1800, idle: 300, kills: false), killsOnErrorPattern: false, attempts: 1,
        backoff: .immediate, usesBreaker: false)
    /// One attempt of at most 30 s, no breakers.
    public static let test = SpawnPolicy(
        name: "test", timeout: .fixed(30, idle: 10, kills: true), killsOnErrorPattern: true, attempts: 1,
        backoff: .immediate, retriesAfterKill: false, usesBreaker: false)

    /// Every preset.
    public static let presets = [agent, patient, `default`, failFast, production, development, test]

    /// The preset of that name; `nil` when there is none.
    public static func named(_ name: String) -> SpawnPolicy? {
        presets.first { $0.name == name }
    }
}

extension TimeoutPolicy {
    fileprivate static func progressive(
        _ first: Int, upTo maximum: Int, active threshold: Int, idle: Int, kills: Bool
    ) -> TimeoutPolicy {
        TimeoutPolicy(
            mode: .progressive, first: .seconds(first), maximum: .seconds(maximum),
            activityThreshold: .seconds(threshold), idle: .seconds(idle), killsOnIdle: kills)
    }

    fileprivate static func fixed(_ limit: Int, idle: Int, kills: Bool) -> TimeoutPolicy {
        TimeoutPolicy(
            mode: .fixed, first: .seconds(limit), maximum: .seconds(limit), idle: .seconds(idle), killsOnIdle: kills)
    }
}

extension Backoff {
    fileprivate static func exponential(_ base: Int, upTo maximum: Int) -> Backoff {
        Backoff(shape: .exponential, base: .seconds(base), maximum: .seconds(maximum), factor: 2)
    }

    fileprivate static let immediate = Backoff(shape: .immediate, base: .zero, maximum: .zero, factor: 1, jitter: .none)
}
