package import SpawnCore

/// Reads the events of one agent program and keeps a report of what they say.
///
/// Pure: lines in, report out. One decoder belongs to one child, and is used by one thread at a time.
package protocol AgentDecoder {
    /// What the lines said so far.
    var report: AgentReport { get }
    /// Takes one line that is a JSON object. Types it does not know change nothing.
    mutating func take(_ line: JSONLine)
}
