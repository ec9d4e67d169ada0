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
            probeTask: probeTask, rejections: rejections, lastChange: lastChange)
    }

    /// What is not the same when a snapshot would not be: little to take, and to compare.
    ///
    /// Time alone changes neither: a failure that leaves the window is missed when the next one comes.
    package struct Stamp: Sendable, Equatable {
        fileprivate var generation: Int
        fileprivate var lastFailure: BreakerFailure?
        fileprivate var rejections: Int
        fileprivate var probeTask: Int?
    }

    /// The breaker's stamp.
    package var stamp: Stamp {
        Stamp(generation: generation, lastFailure: failures.last, rejections: rejections, probeTask: probeTask)
    }

    private var probeTask: Int? { state == .halfOpen ? holders.min { $0.key < $1.key }?.value.task : nil }

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
