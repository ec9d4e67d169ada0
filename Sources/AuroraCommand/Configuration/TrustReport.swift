package import AuroraSpawner
import SpawnCore

/// What a person is shown who is to agree to what a configuration runs: all of it, and nothing hidden.
package enum TrustReport {
    /// A line for every value.
    package static func lines(_ runs: JSONValue) -> [String] {
        leaves(of: runs, at: "").map { "  \($0)  \($1)" }
    }

    private static func leaves(of value: JSONValue, at path: String) -> [(String, String)] {
        let members = value.members
        guard members.isEmpty else {
            return members.flatMap {
                leaves(of: $0.value, at: (path.isEmpty ? "" : path + ".") + ShellWord.quoted($0.key))
            }
        }
        switch value.content {
        case .string(let text): return [(path, ShellWord.quoted(text))]
        case .array(let elements):
            let words = elements.map { element in
                if case .string(let text) = element.content { ShellWord.quoted(text) } else { json(element) }
            }
            return [(path, words.joined(separator: " "))]
        default: return [(path, json(value))]
        }
    }

    private static func json(_ value: JSONValue) -> String {
        var writer = JSONWriter()
        writer.value(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
