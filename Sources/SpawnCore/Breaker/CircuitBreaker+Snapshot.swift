extension CircuitBreaker {
    /// The breaker as it stands. Taking a snapshot changes nothing, not even what is due.
    ///
    /// - Parameter now: The moment, which decides what still counts.
    /// - Returns: The snapshot.
    public func snapshot(at now: Moment) -> BreakerSnapshot {
        let counted = failures.filter { isInWindow($0, at: now) }
        return BreakerSnapshot(
            agent: agent, state: state, failures: counted.count, threshold: threshold,
            failureVelocity: velocity(of: counted, at: now), risk: risk(failures: counted.count),
            recentKinds: recentKinds, trippedBy: trippedBy, probeAt: state == .open ? opensUntil : nil,
            probeTask: state == .halfOpen ? holders.min { $0.key < $1.key }?.value.task : nil, rejections: rejections,
            lastChange: lastChange)
    }

    /// Failures a minute since the first of them, over at least a second.
    private func velocity(of counted: [BreakerFailure], at now: Moment) -> Double {
        guard counted.count >= 2 else { return 0 }
        return 60 * Double(counted.count) / max(1, (now - counted[0].moment).inSeconds)
    }

    private func risk(failures: Int) -> BreakerRisk {
        switch state {
        case .open, .forcedOpen: .critical
        case .halfOpen: .high
        case .closed: failures >= threshold - 1 ? .medium : .low
        case .disabled: .low
        }
    }
}
