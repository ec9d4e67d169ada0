/// The numbers of a breaker that are not settings, and what follows from them.
extension CircuitBreaker {
    /// How many failure kinds the health record keeps.
    static let kindsKept = 10
    /// The open time grows to at most so many times the reset timeout.
    static let openFactorLimit = 10.0

    /// True for a name that tells of an agent made up for one occasion: it contains `adhoc`, `ad-hoc`, `generated`,
    /// `dynamic` or `inferred`, in whatever case.
    public static func isAdHocName(_ name: String) -> Bool {
        let name = name.lowercased()
        return ["adhoc", "ad-hoc", "generated", "dynamic", "inferred"].contains { name.contains($0) }
    }

    /// Counted failures within the window that open it.
    public var threshold: Int { isAdHoc ? 4 : settings.failureThreshold }

    /// Two failures of a fast kind closer than this open it, whatever the threshold.
    var fastFailWindow: Duration { isAdHoc ? .seconds(30) : .seconds(10) }

    /// True when a failure of this kind says that the agent is broken rather than unlucky; so does one without a kind.
    func opensFast(_ kind: FailureKind?) -> Bool {
        switch kind {
        case nil, .authError, .forbidden, .invalidModel, .invalidRequest, .notFound: true
        case .inference: !isAdHoc
        case .rateLimit, .transientError, .timeout, .errorPattern, .noActivity, .crash, .killed, .overBudget, .unknown:
            false
        }
    }

    /// True while a failure counts: for less than the window.
    func isInWindow(_ failure: BreakerFailure, at now: Moment) -> Bool {
        now - failure.moment < settings.failureWindow
    }
}
