package import SpawnCore

/// The signs of the dashboard, in Unicode or in ASCII.
package struct Glyphs: Sendable {
    package let isASCII: Bool

    package init(isASCII: Bool) { self.isASCII = isASCII }

    private func pick(_ unicode: String, _ ascii: String) -> String { isASCII ? ascii : unicode }

    package var selection: String { pick("▸", ">") }
    package var tag: String { pick("•", "*") }
    package var none: String { pick("–", "-") }
    package var separator: String { pick(" · ", " - ") }
    package var rule: String { pick("─", "-") }
    package var wall: String { pick("│", "|") }
    package var junction: String { pick("┬", "+") }
    package var range: String { pick("–", "-") }
    package var times: String { pick("×", "x") }
    package var corners: (topLeft: String, topRight: String, bottomLeft: String, bottomRight: String) {
        isASCII ? ("+", "+", "+", "+") : ("╭", "╮", "╰", "╯")
    }

    // Bars and charts.
    package var barDone: String { pick("█", "#") }
    package var barFailed: String { pick("▓", "x") }
    package var barStopped: String { pick("▒", "-") }
    package var barRest: String { pick("░", ".") }
    package var span: String { pick("━", "=") }
    package var gap: String { pick("┄", ".") }
    package var tick: String { pick("┊", ":") }
    /// From nothing to all of it.
    package var levels: [String] {
        isASCII ? ["_", ".", ":", "-", "=", "+", "*", "#"] : ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    }

    package func sign(of state: TaskState) -> String {
        switch state {
        case .running: pick("▶", ">")
        case .stopping: pick("■", "!")
        case .backoff, .cooldown: pick("◔", "~")
        case .waiting: pick("…", ".")
        case .done, .recovered: pick("✔", "+")
        case .failed: pick("✘", "x")
        case .limited, .blocked, .rejected, .cancelled: pick("⊘", "0")
        case .skipped: pick("–", "-")
        }
    }

    package func sign(of state: BreakerState) -> String {
        switch state {
        case .closed: pick("●", "*")
        case .open, .forcedOpen: pick("○", "o")
        case .halfOpen: pick("◐", "%")
        case .disabled: pick("–", "-")
        }
    }
}
