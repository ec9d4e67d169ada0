/// What a run asks of a breaker that it shares with other runs, at the same time or after it.
///
/// A shared breaker is one ``CircuitBreaker`` in a common place, and whoever works on it is alone with it for that moment.
/// Each run has a copy. What a closed breaker lets in, each run lets in by its copy; what fails is counted in the common
/// place, where the failures of all runs add up; and whether a breaker that is not closed lets a probe through is decided
/// there alone, so that the rules for one run hold for all of them.
package struct SharedBreakerRequest: Sendable, Equatable {
    /// What is to be done.
    package enum Work: Sendable, Equatable {
        /// Nothing but what is due: how does it stand?
        case look
        /// A task wants to begin.
        case acquire(task: Int, lease: Duration)
        /// A task that a closed breaker had let in has failed, of a kind that nobody knows where it is `nil`.
        case count(BreakerFailure, kind: FailureKind?)
        /// A probe has ended.
        case report(BreakerPermit, BreakerVerdict)
        /// A probe gives its place back.
        case release(BreakerPermit)
        /// An operator wants something.
        case perform(BreakerAction)
    }

    /// The agent whose breaker it is.
    package var agent: String
    /// The generation of the copy that the run has.
    package var generation: Int
    /// When the run asks, on its own clock.
    package var moment: Moment
    package var work: Work

    package init(agent: String, generation: Int = 0, moment: Moment, _ work: Work) {
        self.agent = agent
        self.generation = generation
        self.moment = moment
        self.work = work
    }
}

/// What a run is told.
package enum SharedBreakerAnswer: Sendable, Equatable {
    /// The common value on the run's clock, after the work; and, for a task that wants to begin with a breaker that is not
    /// closed, whether it may.
    case common(CircuitBreaker, BreakerAdmission?)
    /// It cannot be shared. The run goes on with its own copy, or with this one where that is new and this one is not closed.
    case alone(CircuitBreaker)
}

extension CircuitBreaker {
    /// Does on the common value what a run asks.
    ///
    /// - Parameter request: What it asks.
    /// - Returns: Whether a task that wants to begin may; `nil` for all else, and where a breaker is closed or switched off:
    ///   there each run lets its own tasks in.
    package mutating func carryOut(_ request: SharedBreakerRequest) -> BreakerAdmission? {
        let now = request.moment
        while advance(to: now) != nil {}
        switch request.work {
        case .look: break
        case .acquire(let task, let lease):
            guard state != .closed, state != .disabled else { break }
            return acquire(for: task, lease: lease, at: now)
        case .count(let failure, let kind):
            // A permit of a generation that is over is worth nothing. A record that was forgotten meanwhile, because it said
            // nothing any more, begins with an earlier one than those who still know it.
            if state == .closed, request.generation >= generation { _ = fail(failure, kind) }
        case .report(let permit, let verdict): report(permit, verdict, at: now)
        case .release(let permit): release(permit)
        case .perform(let action): perform(action, at: now)
        }
        return nil
    }

    /// Takes over the common value, in which everything is that the run has done.
    package mutating func adopt(_ common: CircuitBreaker) {
        let isForgotten = state == .closed && common.state == .closed && common.generation < generation
        guard common.state == state, common.generation == generation || isForgotten else {
            self = common
            return
        }
        var next = common
        next.generation = generation
        next.rejections = max(rejections, common.rejections)
        // Whom a closed breaker has let in, each run knows for itself; probes are those of all.
        if state != .halfOpen {
            next.holders = holders
            next.permitsGiven = permitsGiven
        }
        self = next
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

    /// True when nothing it remembers matters any more, so that a new one would do as well: it is closed, and all that
    /// happened is out of the window; or it has been open for a day and nobody has asked for its agent. What an operator has
    /// set stays.
    package func isForgettable(at now: Moment) -> Bool {
        func isOver(_ moment: Moment?, for duration: Duration) -> Bool { moment.map { now - $0 >= duration } ?? true }
        switch state {
        case .forcedOpen, .disabled: return false
        case .open, .halfOpen: return isOver(lastChange?.moment, for: .seconds(86_400)) && holders.isEmpty
        case .closed:
            return failures.allSatisfy { !isInWindow($0, at: now) }
                && isOver(lastChange?.moment, for: settings.failureWindow)
                && isOver(lastFastFailure?.moment, for: settings.failureWindow)
        }
    }

    /// The same on a clock that shows so much more.
    package func shifted(by duration: Duration) -> CircuitBreaker {
        var copy = changingFailures { $0.moment = $0.moment + duration }
        copy.holders = holders.mapValues {
            var holder = $0
            holder.leaseEnds = holder.leaseEnds + duration
            return holder
        }
        copy.lastChange = lastChange.map {
            BreakerChange(from: $0.from, to: $0.to, cause: $0.cause, moment: $0.moment + duration)
        }
        if state == .open { copy.opensUntil = opensUntil + duration }
        return copy
    }

    /// Takes back what a clock that was set, or a file that somebody edited, cannot have meant.
    ///
    /// What is measured on a wall clock is never longer than its own length: an open time, or a lease, that would last for
    /// longer began in a time that is not yet, and nobody knows when that was. It is over, and a probe finds out how the
    /// agent is; to let it begin now would let it begin anew with every look. A failure that is yet to come is none.
    ///
    /// - Parameter now: The moment, on the clock it is on.
    /// - Returns: What can be true then.
    package func plausible(at now: Moment) -> CircuitBreaker {
        // Two looks at two clocks are never quite at once.
        let latest = now + .seconds(1)
        let earliest = now + .seconds(-1_000_000_000)
        func past(_ moment: Moment) -> Moment { max(earliest, min(moment, now)) }
        var copy = self
        copy.openFactor = min(max(1, openFactor), Self.openFactorLimit)
        if state == .open {
            let longest = latest + settings.resetTimeout * copy.openFactor
            copy.opensUntil = opensUntil > longest ? now : max(earliest, opensUntil)
        }
        copy.failures = failures.filter { $0.moment <= latest }
        copy.lastFastFailure = lastFastFailure.flatMap { $0.moment <= latest ? $0 : nil }
        copy.holders = holders.filter { $0.value.leaseEnds <= latest + $0.value.lease }
        copy.lastChange = lastChange.map {
            BreakerChange(from: $0.from, to: $0.to, cause: $0.cause, moment: past($0.moment))
        }
        return copy.changingFailures { $0.moment = past($0.moment) }
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
}
