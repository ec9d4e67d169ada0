/// The numbers of a circuit breaker. The defaults are those of the original tool.
public struct BreakerSettings: Sendable, Equatable {
    /// Counted failures within the window that open it; at least 1.
    public var failureThreshold: Int
    /// How long it stays open before it lets a probe through.
    public var resetTimeout: Duration
    /// How far back failures count.
    public var failureWindow: Duration
    /// What the reset timeout is multiplied by after every failed probe in a row; at most 10 times in all.
    public var resetMultiplier: Double
    /// Probes that may be in flight at once.
    public var maxProbes: Int

    /// Creates settings.
    public init(
        failureThreshold: Int = 2, resetTimeout: Duration = .seconds(120), failureWindow: Duration = .seconds(300),
        resetMultiplier: Double = 1, maxProbes: Int = 1
    ) {
        self.failureThreshold = failureThreshold
        self.resetTimeout = resetTimeout
        self.failureWindow = failureWindow
        self.resetMultiplier = resetMultiplier
        self.maxProbes = maxProbes
    }
}
