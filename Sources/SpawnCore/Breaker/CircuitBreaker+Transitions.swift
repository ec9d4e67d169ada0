extension CircuitBreaker {
    /// Does the first thing that is due by `now`: OPEN turns HALF_OPEN when its time is over, and HALF_OPEN turns OPEN
    /// when a probe's lease has expired.
    ///
    /// - Parameter now: The moment.
    /// - Returns: What changed; call again until nothing does.
    @discardableResult
    public mutating func advance(to now: Moment) -> BreakerChange? {
        guard let due = nextMoment(), due <= now else { return nil }
        if state == .open { return enter(.halfOpen, because: .openTimeOver, at: due) }
        return reopen(because: .leaseExpired, at: due)
    }

    /// When ``advance(to:)`` will next change something; `nil` when time alone changes nothing.
    public func nextMoment() -> Moment? {
        switch state {
        case .open: opensUntil
        case .halfOpen: holders.values.map(\.leaseEnds).min()
        case .closed, .forcedOpen, .disabled: nil
        }
    }

    /// Does everything that is due and tells it as one change.
    mutating func catchUp(to now: Moment) -> BreakerChange? {
        guard var change = advance(to: now) else { return nil }
        while let next = advance(to: now) {
            change = BreakerChange(from: change.from, to: next.to, cause: next.cause, moment: next.moment)
        }
        return change
    }

    /// Counts a failure of somebody who holds a permit of this generation.
    ///
    /// - Parameters:
    ///   - failure: The failure.
    ///   - kind: The kind it was reported with; `nil` when it had none.
    /// - Returns: What changed, if anything.
    mutating func fail(_ failure: BreakerFailure, _ kind: FailureKind?) -> BreakerChange? {
        recentKinds.append(failure.kind)
        if recentKinds.count > Self.kindsKept { recentKinds.removeFirst() }
        // A task counts once, by its last failure.
        failures = failures.filter { isInWindow($0, at: failure.moment) && !$0.isOfSameTask(as: failure) } + [failure]

        // One failed probe is enough, whatever the window and the threshold say.
        if state == .halfOpen {
            trippedBy = [failure]
            return reopen(because: .probeFailed, at: failure.moment)
        }
        let earlier = lastFastFailure
        let isFast = opensFast(kind)
        if isFast { lastFastFailure = failure }
        if failures.count >= threshold {
            trippedBy = failures
            return open(because: .threshold, at: failure.moment)
        }
        if isFast, let earlier, !earlier.isOfSameTask(as: failure), failure.moment - earlier.moment < fastFailWindow {
            trippedBy = [earlier, failure]
            return open(because: .fastFail, at: failure.moment)
        }
        return nil
    }

    /// CLOSED after a probe; only what the health record shows of the past is kept.
    mutating func close(because cause: BreakerCause, at now: Moment) -> BreakerChange {
        failures = []
        lastFastFailure = nil
        trippedBy = []
        openFactor = 1
        rejections = 0
        return enter(.closed, because: cause, at: now)
    }

    /// OPEN after CLOSED.
    private mutating func open(because cause: BreakerCause, at now: Moment) -> BreakerChange {
        rejections = 0
        opensUntil = now + settings.resetTimeout * openFactor
        return enter(.open, because: cause, at: now)
    }

    /// OPEN after a probe that did not succeed.
    private mutating func reopen(because cause: BreakerCause, at now: Moment) -> BreakerChange {
        openFactor = min(Self.openFactorLimit, openFactor * settings.resetMultiplier)
        opensUntil = now + settings.resetTimeout * openFactor
        // At most one failure for each open time can be added, so the list stays short; this bounds it for tiny ones.
        failures.removeFirst(max(0, failures.count - max(threshold, Self.kindsKept)))
        return enter(.open, because: cause, at: now)
    }

    /// Begins a generation: whoever was admitted before is forgotten.
    mutating func enter(_ next: BreakerState, because cause: BreakerCause, at now: Moment) -> BreakerChange {
        let change = BreakerChange(from: state, to: next, cause: cause, moment: now)
        lastChange = change
        state = next
        if next != .open { opensUntil = .start }
        generation += 1
        permitsGiven = 0
        holders = [:]
        return change
    }
}
