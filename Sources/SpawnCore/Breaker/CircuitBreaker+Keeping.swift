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
        var copy = changingMoments { $0 + duration }
        if state == .open { copy.opensUntil = opensUntil + duration }
        return copy
    }

    /// Takes back what a clock that was set, or a file that somebody edited, cannot have meant: it is open for no longer
    /// than it may be, no failure is yet to come, and nothing is further away than a life.
    package func clamped(to now: Moment) -> CircuitBreaker {
        let (earliest, latest) = (now + .seconds(-1_000_000_000), now + .seconds(1_000_000_000))
        var copy = changingMoments { max(earliest, min($0, latest)) }.changingFailures {
            $0.moment = min($0.moment, now)
        }
        copy.openFactor = min(max(1, openFactor), Self.openFactorLimit)
        if state == .open {
            copy.opensUntil = max(earliest, min(opensUntil, now + settings.resetTimeout * copy.openFactor))
        }
        return copy
    }

    /// The same for a run that does not know the tasks it names.
    package var withoutTasks: CircuitBreaker {
        changingFailures { $0.task = nil }.changingHolders { $0.task = nil }
    }

    /// Moves everything but the end of its open time.
    private func changingMoments(_ change: (Moment) -> Moment) -> CircuitBreaker {
        var copy = changingFailures { $0.moment = change($0.moment) }
            .changingHolders { $0.leaseEnds = change($0.leaseEnds) }
        copy.lastChange = lastChange.map {
            BreakerChange(from: $0.from, to: $0.to, cause: $0.cause, moment: change($0.moment))
        }
        return copy
    }

    private func changingFailures(_ change: (inout BreakerFailure) -> Void) -> CircuitBreaker {
        var copy = self
        for place in failures.indices { change(&copy.failures[place]) }
        for place in trippedBy.indices { change(&copy.trippedBy[place]) }
        if var last = lastFastFailure {
            change(&last)
            copy.lastFastFailure = last
        }
        return copy
    }

    private func changingHolders(_ change: (inout Holder) -> Void) -> CircuitBreaker {
        var copy = self
        copy.holders = holders.mapValues { holder in
            var holder = holder
            change(&holder)
            return holder
        }
        return copy
    }
}
