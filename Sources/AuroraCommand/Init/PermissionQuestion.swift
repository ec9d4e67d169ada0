package import SpawnCore

/// What `aurora init` asks: what agents may do here.
package enum PermissionQuestion {
    /// The question, a line for each answer.
    package static let lines = [
        "What may agents do here without asking? As shipped, most tools only read.",
        "  ask-nothing  whatever they would ask for is denied",
        "  edit         change files in the directory they work in",
        "  full         anything, also run any command: for a machine that they cannot harm",
        "Type one of them, or only Enter to leave it to each tool:",
    ]

    /// What is said where nobody can be asked.
    package static let unasked =
        "permissions are left to each tool, and most only read: --permissions edit, or "
        + "\"permissions\": \"edit\" in .aurora/config.json, lets agents change files"

    /// What an answer means.
    package enum Answer: Equatable {
        case permissions(Permission?)
        /// It is none, and what to say of it.
        case unclear(String)
    }

    /// Reads an answer; the end of the input leaves it to each tool.
    package static func answer(_ line: String?) -> Answer {
        let word = (line ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
        if word.isEmpty { return .permissions(nil) }
        guard let permission = Permission(rawValue: word) else {
            return .unclear("'\(TerminalText.visible(word))' is none of them; ask-nothing, edit, full, or only Enter:")
        }
        return .permissions(permission)
    }
}
