/// What happens when an attempt fails: how often it is tried again, how long between, and whether the plain LLM stands in.
///
/// ```swift
/// let policy = RecoveryPolicy.default.withOverride("slow-agent", maxRetries: 5, baseDelay: .seconds(2))
/// ```
public struct RecoveryPolicy: Sendable, Equatable {
    /// The order of retry and fallback.
    public enum Strategy: String, Sendable, Codable, CaseIterable {
        /// Retry the agent, then let the plain LLM answer.
        case retryThenFallback = "retry_then_fallback"
        /// Retry the agent; it must succeed.
        case retrySame = "retry_same"
        /// No retry; the plain LLM answers at once.
        case fallbackOnly = "fallback_only"
        /// One attempt, and that is all.
        case noRecovery = "no_recovery"
    }

    /// How often an agent is run again: it runs at most `maxRetries + 1` times. 0 to 1,000.
    public var maxRetries: Int
    /// Whether the plain LLM answers when the agent cannot.
    public var fallbackToLLM: Bool
    /// Whether it does so for permanent failures too, which another model may not share.
    public var fallbackOnPermanent: Bool
    /// The delays between attempts.
    public var backoff: Backoff
    /// Values that differ for some agents.
    public var agentOverrides: [String: Override]

    /// Values of a policy that differ for one agent; `nil` inherits.
    public struct Override: Sendable, Equatable {
        /// See ``RecoveryPolicy/maxRetries``.
        public var maxRetries: Int?
        /// See ``RecoveryPolicy/fallbackToLLM``.
        public var fallbackToLLM: Bool?
        /// See ``Backoff/base``.
        public var baseDelay: Duration?
        /// See ``Backoff/maximum``.
        public var maxDelay: Duration?
        /// See ``Backoff/factor``.
        public var backoffFactor: Double?
        /// See ``Backoff/jitter``.
        public var jitter: Backoff.Jitter?

        /// Creates an override; what is not given is inherited.
        public init(
            maxRetries: Int? = nil, fallbackToLLM: Bool? = nil, baseDelay: Duration? = nil, maxDelay: Duration? = nil,
            backoffFactor: Double? = nil, jitter: Backoff.Jitter? = nil
        ) {
            self.maxRetries = maxRetries
            self.fallbackToLLM = fallbackToLLM
            self.baseDelay = baseDelay
            self.maxDelay = maxDelay
            self.backoffFactor = backoffFactor
            self.jitter = jitter
        }
    }

    /// Creates a policy; its ``strategy`` is what these values come to.
    public init(
        maxRetries: Int, fallbackToLLM: Bool, backoff: Backoff, fallbackOnPermanent: Bool = false,
        agentOverrides: [String: Override] = [:]
    ) {
        self.maxRetries = maxRetries
        self.fallbackToLLM = fallbackToLLM
        self.fallbackOnPermanent = fallbackOnPermanent
        self.backoff = backoff
        self.agentOverrides = agentOverrides
    }

    /// The order of retry and fallback: one word for what ``maxRetries`` and ``fallbackToLLM`` say together, so that they
    /// cannot disagree.
    ///
    /// Setting it sets both. A strategy with retries keeps their number; where there is none it takes that of ``default``.
    public var strategy: Strategy {
        get {
            switch (maxRetries > 0, fallbackToLLM) {
            case (true, true): .retryThenFallback
            case (true, false): .retrySame
            case (false, true): .fallbackOnly
            case (false, false): .noRecovery
            }
        }
        set {
            fallbackToLLM = newValue == .retryThenFallback || newValue == .fallbackOnly
            switch newValue {
            case .retryThenFallback, .retrySame: if maxRetries == 0 { maxRetries = Self.default.maxRetries }
            case .fallbackOnly, .noRecovery: maxRetries = 0
            }
        }
    }

    /// The same policy with values that hold for one agent alone; what is not given is inherited.
    public func withOverride(
        _ agent: String, maxRetries: Int? = nil, fallbackToLLM: Bool? = nil, baseDelay: Duration? = nil,
        maxDelay: Duration? = nil, backoffFactor: Double? = nil, jitter: Backoff.Jitter? = nil
    ) -> RecoveryPolicy {
        var copy = self
        copy.agentOverrides[agent] = Override(
            maxRetries: maxRetries, fallbackToLLM: fallbackToLLM, baseDelay: baseDelay, maxDelay: maxDelay,
            backoffFactor: backoffFactor, jitter: jitter)
        return copy
    }

    /// The policy as it holds for one agent: the override's values where it has some, this policy's elsewhere.
    public func resolved(for agent: String?) -> RecoveryPolicy {
        var copy = self
        copy.agentOverrides = [:]
        guard let agent, let override = agentOverrides[agent] else { return copy }
        copy.maxRetries = override.maxRetries ?? maxRetries
        copy.fallbackToLLM = override.fallbackToLLM ?? fallbackToLLM
        copy.backoff.base = override.baseDelay ?? backoff.base
        copy.backoff.maximum = override.maxDelay ?? backoff.maximum
        copy.backoff.factor = override.backoffFactor ?? backoff.factor
        copy.backoff.jitter = override.jitter ?? backoff.jitter
        return copy
    }
}
