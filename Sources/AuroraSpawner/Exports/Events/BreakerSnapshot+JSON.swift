extension JSONWriter {
    mutating func fields(of breaker: BreakerSnapshot) {
        field("agent", breaker.agent)
        field("state", breaker.state.rawValue)
        field("failures", breaker.failures)
        field("threshold", breaker.threshold)
        field("failure_velocity", breaker.failureVelocity)
        field("risk", breaker.risk.rawValue)
        field("recent_kinds", breaker.recentKinds.map(\.rawValue))
        key("tripped_by")
        array { writer in
            for failure in breaker.trippedBy {
                writer.object {
                    $0.field("task", failure.task)
                    $0.field("attempt", failure.attempt)
                    $0.field("t", failure.moment.seconds)
                    $0.field("kind", failure.kind.rawValue)
                }
            }
        }
        field("probe_at", breaker.probeAt?.seconds)
        field("probe_task", breaker.probeTask)
        field("rejections", breaker.rejections)
    }
}
