import SpawnTestKit
import Testing

/// `aurora init` with somebody to ask, and without.
@Suite struct InitCommandTests {
    private let place: Workplace

    init() throws { place = try Workplace("init") }

    private var environment: [String: String] { ["HOME": place.files.path, "XDG_STATE_HOME": "", "AURORA_HOME": ""] }

    @Test func `on a terminal it asks what agents may do, until it is told, and what it writes runs`() async throws {
        let aurora = try BuiltProgram.path("aurora")
        try await TmuxSession.run(aurora, ["init"], environment: environment, directory: place.files.path) { session in
            let screen = try await session.waitForText("Type one of them, or only Enter")
            for level in ["ask-nothing  whatever", "edit         change files", "full         anything"] {
                #expect(screen.contains(level))
            }
            #expect(!Files.exists(place.files["tasks.md"]))
            try await session.type("everything")
            try await session.press("Enter")
            try await session.waitForText("'everything' is none of them")
            try await session.type("full")
            try await session.press("Enter")
            try await session.waitForText(".aurora/config.json written")
        }
        #expect(Files.read(place.files[".aurora/config.json"])?.contains(#""permissions": "full""#) == true)
        // Who has typed it need not agree to it once more.
        let run = try await place.run(["spawn", "--tool", "sample-claude", "--ui", "none"], environment: environment)
        #expect(run.exitCode == 0, "\(run.errors)")
    }

    @Test func `Enter leaves it to each tool, and what is there already is not asked about`() async throws {
        let aurora = try BuiltProgram.path("aurora")
        try await TmuxSession.run(aurora, ["init"], environment: environment, directory: place.files.path) { session in
            try await session.waitForText("Type one of them, or only Enter")
            try await session.press("Enter")
            try await session.waitForText(".aurora/config.json written")
        }
        #expect(Files.read(place.files[".aurora/config.json"])?.contains("permissions") == false)
        try await TmuxSession.run(aurora, ["init"], environment: environment, directory: place.files.path) { session in
            let screen = try await session.waitForText("config.json is there already")
            #expect(!screen.contains("Type one"))
        }
    }

    @Test func `without a terminal nobody is asked, and it is said how to allow more`() async throws {
        let run = try await place.run(["init"], environment: environment)
        #expect(run.exitCode == 0)
        #expect(run.errors.isEmpty)
        #expect(run.output.contains("--permissions edit, or \"permissions\": \"edit\" in .aurora/config.json"))
        #expect(Files.exists(place.files["tasks.md"]))
    }
}
