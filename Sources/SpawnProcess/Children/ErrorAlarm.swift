/// Decides when an error pattern on stderr is told.
///
/// The engine gives a child some time after an error and forgets the error when new stdout shows that it went on. So
/// only the first error since the last stdout says anything new, and one that stdout overtook says nothing.
struct ErrorAlarm {
    /// The match that is not told yet, and how much stdout there was before it.
    private var pending: (rule: String, stdoutBytes: Int)?
    /// How much stdout there was when an error was told last.
    private var toldAt: Int?

    mutating func matched(_ rule: String, stdoutBytes: Int) {
        guard toldAt != stdoutBytes else { return }
        if let pending, pending.stdoutBytes == stdoutBytes { return }
        pending = (rule, stdoutBytes)
    }

    /// True when there may be something to tell.
    var isPending: Bool { pending != nil }

    /// The rule to tell now, if it still means anything.
    mutating func take(stdoutBytes: Int) -> String? {
        defer { pending = nil }
        guard let pending, pending.stdoutBytes == stdoutBytes else { return nil }
        toldAt = stdoutBytes
        return pending.rule
    }
}
