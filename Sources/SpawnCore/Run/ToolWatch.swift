/// What is wrong with a tool, whoever asks it: as long as it lasts, its tasks wait, but for one now and then that tries.
public struct ToolTrouble: Sendable, Hashable {
    /// What kind of trouble it is.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// Its program is not there, or cannot be run just now.
        case programAway = "program_away"
        /// One task's output says that its service refuses everyone; another attempt will tell.
        case claimedLimit = "claimed_limit"
        /// The time is over for which its service refused everyone; whether that is so, one attempt will tell.
        case limitOver = "limit_over"
        /// It is not logged in.
        case login
        /// Different tasks failed alike within seconds, one after the other.
        case alike
    }

    /// What kind of trouble it is.
    public var kind: Kind
    /// What its tasks failed of, in their own words.
    public var message: String

    /// Creates a trouble.
    public init(_ kind: Kind, message: String) {
        self.kind = kind
        self.message = message
    }

    /// What is wrong with a tool of that name, and where a person can do something about it, what.
    package func words(of tool: String) -> String {
        switch kind {
        case .programAway: "\(tool) cannot be started just now: \(message)"
        case .claimedLimit: "one task says that \(tool) is limited, another attempt will tell: \(message)"
        case .limitOver: "the limit of \(tool) should be over; one task tries it before the others"
        case .login: "\(tool) is not logged in; log in with it, then try again: \(message)"
        case .alike: "different tasks of \(tool) fail alike: \(message)"
        }
    }
}

/// Notices that a tool fails whoever asks, and lets one task at a time try it, after a growing while, rather than all.
///
///     open ──signs enough──▶ closed ──time, or a person──▶ due ──one starts──▶ trying
///      ▲                       ▲  │                                              │
///      │                       └──┼───────────────it fails alike─────────────────┤
///      │                          └──for long enough, and nobody there──▶ givenUp│
///      └────────────it succeeds, fails of something else, or runs for long───────┘
///
/// When it is given up, what waits for the tool ends with the reason.
struct ToolWatch: Sendable {
    enum State: Sendable, Equatable {
        /// Whoever has a slot may start.
        case open
        /// Nobody may start until then; `nil` is until a person says so.
        case closed(until: Moment?)
        /// One may start, to try.
        case due
        /// That one runs.
        case trying(task: Int, since: Moment)
        /// Nobody waits for it any more.
        case givenUp
    }

    /// What a run says of it.
    struct Rules {
        /// How many different tasks must fail alike in a row; `nil` holds no tool for what its tasks fail of.
        var tasksAlike: Int?
        /// How long tasks wait where nobody is there who could do something about it.
        var patience: Duration
        /// Whether somebody is.
        var isWatched: Bool
    }

    /// How an attempt failed, as far as it says something about its tool.
    struct Sign {
        var trouble: ToolTrouble
        /// What failures that are alike have in common.
        var likeness: String
    }

    /// An attempt that fails within this time fails at once, and one that runs for longer shows that the tool works.
    static let quick = Duration.seconds(30)
    /// A claimed limit that lasts no longer than this needs no second opinion.
    static let shortLimit = Duration.seconds(60)
    /// How long a program that was there is waited for.
    static let longestAbsence = Duration.seconds(60)

    private(set) var state = State.open
    /// What is wrong; `nil` when nothing is. A program that was waited for in vain stays away until it starts.
    private(set) var trouble: ToolTrouble?
    /// The task whose output claims a limit, as long as that is in doubt. It is not the one to confirm it, where another waits:
    /// what it says may be no more than what it works on.
    private(set) var claimant: Int?
    private var likeness = ""
    /// The tasks of the row, no more of them than it takes.
    private var row: Set<Int> = []
    private var heldSince = Moment.start
    private var failedTries = 0
    /// How many were refused again that tried its service since that refuses everyone.
    private var refusals = 0

    /// Whether a task may start, or would not be waited for.
    var isHeld: Bool {
        switch state {
        case .open, .due, .givenUp: false
        case .closed, .trying: true
        }
    }

    /// Until when nobody may start, where that is known.
    var until: Moment? { if case .closed(let until) = state { until } else { nil } }

    /// When something changes by itself.
    var nextMoment: Moment? {
        switch state {
        case .closed(let until): until
        case .trying(_, let since): since + Self.quick
        case .open, .due, .givenUp: nil
        }
    }

    /// Lets time pass.
    mutating func advance(to now: Moment) {
        guard let nextMoment, nextMoment <= now else { return }
        if case .closed = state { state = .due } else { open() }
    }

    /// A task starts.
    mutating func start(_ task: Int, at now: Moment) {
        if state == .due { state = .trying(task: task, since: now) }
    }

    /// The child of a task runs: its program is there.
    mutating func started() {
        if trouble?.kind == .programAway { open() }
    }

    /// The attempt of a task ended without telling anything about its tool.
    mutating func learnNothing(from task: Int) {
        if isTried(by: task) { state = .due }
    }

    /// The attempt of a task succeeded. While the tool is held, that says something of the one that tries alone: others
    /// began before the trouble did.
    mutating func succeed(_ task: Int) {
        if state == .open || isTried(by: task) { open() }
    }

    /// The attempt of a task failed.
    mutating func fail(_ task: Int, _ sign: Sign?, at now: Moment, _ rules: Rules) {
        switch state {
        case .closed, .due, .givenUp: return
        case .trying:
            guard isTried(by: task) else { return }
            if sign?.likeness == likeness { return closeAgain(at: now, rules) }
            open()
        case .open: break
        }
        guard let sign, let enough = rules.tasksAlike else { return row = [] }
        if sign.likeness != likeness { row = [] }
        likeness = sign.likeness
        row.insert(task)
        if sign.trouble.kind == .login || row.count >= enough {
            close(sign.trouble, until: now + Self.delay(0), at: now)
        }
    }

    /// The output of one task says that the service refuses everyone for long.
    ///
    /// - Returns: True where that is to be tried first; false when it has been, and holds.
    mutating func claimLimit(of task: Int, _ message: String, at now: Moment, _ rules: Rules) -> Bool {
        let isTried = state != .open && (trouble?.kind == .claimedLimit || trouble?.kind == .limitOver)
        guard rules.tasksAlike != nil, !isTried else {
            open()
            return false
        }
        close(ToolTrouble(.claimedLimit, message: message), until: now + Self.delay(0), at: now)
        claimant = task
        return true
    }

    /// The service refuses everyone, and that is sure: it is held for that, and for nothing else.
    mutating func limited(_ task: Int) {
        let count = refusals + (isTried(by: task) ? 1 : 0)
        open()
        refusals = count
    }

    /// How long to leave a service alone that does not say itself when it will serve again: as long as the retry waits that the
    /// refused task has, and ever longer when those who try are refused too.
    func pause(beforeRetry delay: Duration?) -> Duration {
        guard refusals == 0 else { return max(delay ?? .zero, Self.delay(refusals)) }
        return delay ?? Self.delay(0)
    }

    /// The time is over for which the service refuses everyone: one task tries it, and only when that one works the others
    /// start. All of them at once would be refused at once where the limit lifts later than was said.
    ///
    /// - Returns: False where nothing is tried first, or something else is wrong with the tool.
    mutating func tryAfterLimit(_ rules: Rules) -> Bool {
        guard rules.tasksAlike != nil, state == .open else { return false }
        trouble = ToolTrouble(.limitOver, message: "")
        state = .due
        return true
    }

    /// The program could not be started.
    ///
    /// - Returns: True when it is waited for, false when it has been for long enough.
    mutating func missProgram(_ message: String, at now: Moment) -> Bool {
        if trouble?.kind != .programAway {
            close(ToolTrouble(.programAway, message: message), until: now, at: now)
            failedTries = 0
        } else if case .closed = state {
            // It was started together with the one that has told already.
            return true
        }
        trouble?.message = message
        let end = heldSince + Self.longestAbsence
        guard now < end else {
            state = .open
            return false
        }
        let delay = min(Duration.milliseconds(250 << min(failedTries, 5)), .seconds(5))
        failedTries += 1
        state = .closed(until: min(now + delay, end))
        return true
    }

    /// A person wants it tried.
    mutating func tryNow() {
        switch state {
        case .closed, .givenUp: state = .due
        case .open, .due, .trying: break
        }
    }

    /// The person is gone who was waited for.
    mutating func leaveAlone() {
        if state == .closed(until: nil) { state = .givenUp }
    }

    private func isTried(by task: Int) -> Bool {
        if case .trying(task, _) = state { true } else { false }
    }

    private mutating func open() {
        state = .open
        refusals = 0
        trouble = nil
        claimant = nil
        likeness = ""
        row = []
    }

    private mutating func close(_ trouble: ToolTrouble, until: Moment, at now: Moment) {
        self.trouble = trouble
        claimant = nil
        heldSince = now
        failedTries = 0
        state = .closed(until: until)
    }

    private mutating func closeAgain(at now: Moment, _ rules: Rules) {
        failedTries += 1
        // Nobody is logged in by waiting.
        if trouble?.kind == .login {
            state = rules.isWatched ? .closed(until: nil) : .givenUp
            return
        }
        let until = now + Self.delay(failedTries)
        let isTooLong = until - heldSince > rules.patience && !rules.isWatched
        state = isTooLong ? .givenUp : .closed(until: until)
    }

    /// 5 s before the first try, twice as long before each that follows, at most 5 minutes.
    private static func delay(_ failedTries: Int) -> Duration { .seconds(min(5 << min(failedTries, 10), 300)) }
}

/// The watches of a run, one for each tool and model.
extension RunState {
    /// Works on the watch of a lane; tells what has come of it, keeps its timer set, and lets those who wait say so anew.
    @discardableResult
    mutating func watch<Answer>(_ lane: Int, _ body: (inout ToolWatch, ToolWatch.Rules) -> Answer) -> Answer {
        let before = ready.lanes[lane].watch.state
        let rules = ToolWatch.Rules(
            tasksAlike: plan.settings.holdAfter, patience: plan.settings.longestHintWait,
            isWatched: plan.settings.staysOpen && !isClosing)
        let answer = ready.watch(lane) { body(&$0, rules) }
        let watch = ready.lanes[lane].watch
        guard watch.state != before else { return answer }
        if let next = watch.nextMoment { timers.add(.trial(lane: lane), at: next) }
        switch watch.state {
        case .open, .closed, .givenUp: tellHold(of: lane)
        // The time that was told of has come, unless a person was faster.
        case .due: if case .closed(let until?) = before, until <= now {} else { tellHold(of: lane) }
        case .trying: break
        }
        release(.lane(lane))
        return answer
    }

    /// Tells whether the tool of a lane serves, and what keeps it from it: one word for its cooldown and its trouble.
    mutating func tellHold(of lane: Int) {
        let it = ready.lanes[lane]
        let until = it.cooldown?.until ?? (it.watch.state == .due ? now : it.watch.until)
        let trouble = it.cooldown == nil ? it.watch.trouble : nil
        tell(.cooldownChanged(tool: it.tool, model: it.model, until: until, trouble: trouble))
    }

    /// Takes down what an attempt that is over says about its tool.
    ///
    /// - Returns: True for a limit that another attempt has to confirm.
    mutating func note(_ record: AttemptRecord, of task: Int, finding: Finding?) -> Bool {
        let lane = lane(of: task, asFallback: record.isFallback)
        let now = now
        switch record.outcome {
        case .success: watch(lane) { watch, _ in watch.succeed(task) }
        case .cancelled, .rejected: watch(lane) { watch, _ in watch.learnNothing(from: task) }
        case .failure(let failure):
            let sign = ToolWatch.Sign(failure, record)
            watch(lane) { watch, rules in watch.fail(task, sign, at: now, rules) }
        case .rateLimited(let failure, _):
            let isClaim = finding?.evidence == .text && finding?.hint.map { $0.wait > ToolWatch.shortLimit } ?? false
            if isClaim, ready.lanes[lane].cooldown == nil {
                return watch(lane) { watch, rules in watch.claimLimit(of: task, failure.message, at: now, rules) }
            }
            // What it comes to is told with the time that follows, which those who wait wait for now.
            if ready.lanes[lane].watch.state != .open { release(.lane(lane)) }
            ready.watch(lane) { $0.limited(task) }
        }
        return false
    }
}

extension ToolWatch.Sign {
    /// What a failure says about the tool; `nil` when it is the task's own affair: a limit of ours, a bad request.
    fileprivate init?(_ failure: Failure, _ record: AttemptRecord) {
        guard record.termination == nil else { return nil }
        if failure.kind == .authError {
            self.init(trouble: ToolTrouble(.login, message: failure.message), likeness: "login")
            return
        }
        let isOfTool =
            switch failure.category {
            case .unknown, .transient, .resource: true
            case .permanent: failure.rule == "exit 126" || failure.rule == "exit 127"
            case .timeout: false
            }
        guard isOfTool, record.duration <= ToolWatch.quick else { return nil }
        self.init(
            trouble: ToolTrouble(.alike, message: failure.message),
            likeness: "\(failure.kind.rawValue) \(Fingerprint.of(failure.message))")
    }
}
