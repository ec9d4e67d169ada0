/// What lets a breaker outlive its run, and be shared by several.
extension CircuitBreaker {
    /// True when the next thing it does concerns every run that shares it: it may let a probe through.
    package func isContended(at now: Moment) -> Bool {
        state == .halfOpen || nextMoment().map { $0 <= now } ?? false
    }

    /// True when `other`, a copy from the same place, has moved on from this one.
    ///
    /// The number of changes tells. Copies of the same number differ in what each run alone needs to know, but for a
    /// breaker that is half-open: its probes are those of all runs.
    package func isSuperseded(by other: CircuitBreaker) -> Bool {
        other.generation > generation || other.generation == generation && other.state != .closed
    }

    /// Without what only the run it belongs to can use: the permits of a breaker that is not half-open.
    package var kept: CircuitBreaker {
        var copy = self
        if state != .halfOpen {
            copy.holders = [:]
            copy.permitsGiven = 0
        }
        return copy
    }

    /// True when there is something to keep of it that `other` does not say. How often it was asked in vain is not.
    package func says(moreThan other: CircuitBreaker) -> Bool {
        var mine = kept
        var others = other.kept
        mine.rejections = 0
        others.rejections = 0
        return mine != others
    }

    /// The same on a clock that shows so much more.
    package func shifted(by duration: Duration) -> CircuitBreaker {
        var copy = changingFailures { $0.moment = $0.moment + duration }
        copy.holders = holders.mapValues { holder in
            Holder(task: holder.task, leaseEnds: holder.leaseEnds + duration, lastAttempt: holder.lastAttempt)
        }
        if state == .open { copy.opensUntil = opensUntil + duration }
        copy.lastChange = lastChange.map {
            BreakerChange(from: $0.from, to: $0.to, cause: $0.cause, moment: $0.moment + duration)
        }
        return copy
    }

    /// Takes back what a clock that was set, or a file that somebody edited, cannot have meant: it is open for no longer
    /// than it may be, no failure is yet to come, and nothing is further away than a life.
    package func clamped(to now: Moment) -> CircuitBreaker {
        let (earliest, latest) = (now + .seconds(-1_000_000_000), now + .seconds(1_000_000_000))
        var copy = changingFailures { $0.moment = max(earliest, min($0.moment, now)) }
        copy.openFactor = min(max(1, openFactor), Self.openFactorLimit)
        if state == .open {
            copy.opensUntil = max(earliest, min(opensUntil, now + settings.resetTimeout * copy.openFactor))
        }
        copy.holders = holders.mapValues { holder in
            var holder = holder
            holder.leaseEnds = max(earliest, min(holder.leaseEnds, latest))
            return holder
        }
        return copy
    }

    /// The same for a run that does not know the tasks it names.
    package var withoutTasks: CircuitBreaker {
        var copy = changingFailures { $0.task = nil }
        copy.holders = holders.mapValues { Holder(task: nil, leaseEnds: $0.leaseEnds, lastAttempt: $0.lastAttempt) }
        return copy
    }

    private func changingFailures(_ change: (inout BreakerFailure) -> Void) -> CircuitBreaker {
        func changed(_ failure: BreakerFailure) -> BreakerFailure {
            var failure = failure
            change(&failure)
            return failure
        }
        var copy = self
        copy.failures = failures.map(changed)
        copy.trippedBy = trippedBy.map(changed)
        copy.lastFastFailure = lastFastFailure.map(changed)
        return copy
    }
}
