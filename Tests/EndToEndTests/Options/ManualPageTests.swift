import Dashboard
import SpawnTestKit
import Testing

/// The manual page, as `make install` makes it.
@Suite struct ManualPageTests {
    @Test func `the manual page has every option that help has, and every key of the dashboard`() async throws {
        let aurora = try BuiltProgram.path("aurora")
        let page = try await ProgramRun.of(aurora, ["help", "--man"])
        #expect(page.exitCode == 0 && page.output.allSatisfy { $0.isASCII })
        let lines = Set(page.output.split(separator: "\n"))
        for section in KeyTable.sections {
            for row in section.rows {
                #expect(lines.contains { $0.replacing(#"\-"#, with: "-") == row.1 }, "\(row.0)")
            }
        }
        let text = page.output.replacing(#"\-"#, with: "-")
        for command in ["spawn", "demo", "classify", "breakers", "config"] {
            let help = try await ProgramRun.of(aurora, ["help", command])
            let options = help.output.split { !"-abcdefghijklmnopqrstuvwxyz".contains($0) }
                .filter { $0.hasPrefix("--") }
            #expect(options.allSatisfy { text.contains($0) })
        }
        // Anything else that begins with a dot would be a request that roff does not know.
        let requests = [".TH ", ".SH ", ".SS ", ".B ", ".I ", ".br", ".PP", ".TP"]
        #expect(lines.filter { $0.hasPrefix(".") }.allSatisfy { line in requests.contains { line.hasPrefix($0) } })
    }
}
