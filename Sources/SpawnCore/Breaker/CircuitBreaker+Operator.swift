/// What an operator may do.
extension CircuitBreaker {
    /// Does what an operator asks.
    ///
    /// A reset leaves a fresh breaker that still knows whether its agent is ad hoc. A probe is let through only where one
    /// would be later: an open breaker turns half-open now, any other stays as it is.
    ///
    /// - Parameters:
    ///   - action: What to do.
    ///   - now: The moment.
    /// - Returns: What changed, if anything.
    @discardableResult
    public mutating func perform(_ action: BreakerAction, at now: Moment) -> BreakerChange? {
        let due = catchUp(to: now)
        switch action {
        case .reset:
            recentKinds = []
            return close(because: .operator(action), at: now)
        case .probe:
            return state == .open ? enter(.halfOpen, because: .operator(action), at: now) : due
        case .forceOpen:
            rejections = 0
            return enter(.forcedOpen, because: .operator(action), at: now)
        case .disable:
            return enter(.disabled, because: .operator(action), at: now)
        }
    }

    /// Marks the agent as ad hoc, whatever its name; a reset keeps the mark.
    public mutating func markAsAdHoc() {
        isAdHoc = true
    }
}
