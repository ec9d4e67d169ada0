/// How a run went, once it is over.
public struct RunReport: Sendable, Equatable {
    /// Names the run.
    public var runID: String
    /// One result for every task, in input order.
    public var results: [SpawnResult]
    /// The sums of the results.
    public var metrics: RecoveryMetrics
    /// Why the run was stopped before its end; `nil` when nobody asked for it.
    public var stopCause: StopCause?
    /// From the start of the run to its end.
    public var duration: Duration

    /// True when every task succeeded or was done already.
    public var isSuccess: Bool {
        results.allSatisfy { $0.ending.satisfiesDependents }
    }
}
