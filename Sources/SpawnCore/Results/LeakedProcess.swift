/// A process that an attempt started and left running when it ended well.
public struct LeakedProcess: Sendable, Hashable {
    /// Its process id.
    public var pid: Int32
    /// Its command line, words parted by spaces, at most 200 characters and safe to show on a terminal.
    public var command: String

    /// Creates one.
    public init(pid: Int32, command: String) {
        self.pid = pid
        self.command = command
    }

    /// The first of some and how many there are beside it, as people read it; `nil` for none.
    package static func words(_ first: LeakedProcess?, of count: Int) -> String? {
        first.map { "\($0.pid) \($0.command)" + (count > 1 ? " and \(count - 1) more" : "") }
    }
}

/// What happens to processes that an attempt leaves running when it ends well. They are told of in any case; at every other
/// end of an attempt they are killed with it.
public enum LeakPolicy: String, Sendable, Codable, CaseIterable {
    /// They are given a second, and then killed.
    case kill
    /// They live on until the run ends.
    case report
}
