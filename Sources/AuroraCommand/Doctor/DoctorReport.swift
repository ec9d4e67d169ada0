import SpawnCore

/// What `aurora doctor` has found: sections of findings, each with what to do about it.
package struct DoctorReport: Sendable {
    /// Whether it matters.
    package enum Level: String, Sendable {
        case fine = "ok"
        /// Worth knowing.
        case note = "-"
        /// A run would suffer from it.
        case fault = "!"
    }

    package struct Finding: Sendable, Equatable {
        var level: Level
        /// What it is about, in a word.
        var subject: String
        var text: String
        /// What to do about it; `nil` for what is as it should be.
        var remedy: String?

        package init(_ level: Level, _ subject: String, _ text: String, remedy: String? = nil) {
            self.level = level
            self.subject = subject
            self.text = text
            self.remedy = remedy
        }
    }

    private var sections: [(title: String, findings: [Finding])] = []

    package init() {}

    /// Adds a section, if there is something in it.
    package mutating func add(_ title: String, _ findings: [Finding]) {
        if !findings.isEmpty { sections.append((title, findings)) }
    }

    /// Whether nothing was found from which a run would suffer.
    package var isFine: Bool { !sections.contains { $0.findings.contains { $0.level == .fault } } }

    /// The whole report.
    package var lines: [String] {
        let width = sections.flatMap(\.findings).map { ScalarWidth.columns(of: $0.subject) }.max() ?? 0
        return sections.enumerated().flatMap { place, section in
            (place == 0 ? [] : [""]) + [section.title.uppercased()]
                + section.findings.flatMap { finding in
                    let level = finding.level.rawValue.padded(to: 2)
                    let text = "  \(level)  \(finding.subject.padded(to: width))  \(finding.text)"
                    let indent = String(repeating: " ", count: width + 8)
                    return [text] + (finding.remedy.map { ["\(indent)→ \($0)"] } ?? [])
                }
        }
    }
}
