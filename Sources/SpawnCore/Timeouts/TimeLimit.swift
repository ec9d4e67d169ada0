/// A time limit of an attempt, as a person needs to know it who wants another: how long it is, and what changes it.
package struct TimeLimit: Sendable, Equatable {
    package var length: Duration
    /// The key of the configuration, and where it stands: `idle_timeout of policy agent`.
    package var key: String

    package init(_ length: Duration, key: String) {
        self.length = length
        self.key = key
    }

    /// `25 s: idle_timeout of policy agent`
    package var words: String { "\(Self.seconds(length)) s: \(key)" }

    private static func seconds(_ length: Duration) -> String {
        let tenths = Int((length.inSeconds * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
