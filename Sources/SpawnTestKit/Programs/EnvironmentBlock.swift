import Glibc

/// Our environment, and what a child's shall be.
enum EnvironmentBlock {
    /// `NAME=value` for everything we have, with some variables set anew.
    static func current(with changes: [String: String]) -> [String] {
        let own = (Files.bytes("/proc/self/environ") ?? []).split(separator: 0)
            .map { String(decoding: $0, as: UTF8.self) }
            .filter { entry in !changes.keys.contains { entry.hasPrefix($0 + "=") } }
        return own + changes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    }
}
