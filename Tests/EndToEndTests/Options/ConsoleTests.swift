import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// What the command prints: words of others do nothing to a terminal, and what could not be written is an error.
@Suite struct ConsoleTests {
    let place: Workplace

    init() throws { place = try Workplace("console") }

    /// A name with which somebody tries to clear the screen, to erase a sentence, to begin another line, and to turn the text round.
    static let name = "a\u{1B}[2J\rb\u{9B}31m\u{202E}c\nd"
    static let shown = #"a\x1b[2J\rb\x9b31m\u{202e}c\nd"#

    /// Expects that nothing a terminal would obey was written, and the name in full.
    func expectHarmless(_ run: ProgramRun, _ code: Int32) {
        #expect(run.exitCode == code)
        let text = run.output + run.errors
        #expect(!text.unicodeScalars.contains { $0.isObeyedByTerminals }, "\(text.debugDescription)")
        #expect(text.contains(Self.shown), "\(text)")
    }

    @Test(arguments: [
        [name], ["spawn", "--\(name)"], ["spawn", "--ui", name], ["spawn", name], ["help", name], ["breakers", name],
        ["spawn", "--tool", name], ["config", "--config", name], ["classify", name], ["spawn", "--policy", name],
        ["spawn", "--events", "\(name)/x"], ["spawn", "--results", "\(name)/x"], ["breakers", "reset", name],
    ])
    func `errors: a sentence about somebody's words is one harmless line`(arguments: [String]) async throws {
        try place.files.write("tasks.md", "- [ ] 1 x\n")
        let run = try await place.run(arguments)
        expectHarmless(run, 2)
        #expect(run.errors.split(separator: "\n").count == 1)
    }

    @Test func `files: their names and what is in them are printed harmlessly`() async throws {
        try place.files.write(Self.name, "boring\n")
        try place.files.write("b", "boring\n")
        expectHarmless(try await place.run(["classify", Self.name, "b"]), 0)

        let json = JSONValue.string(Self.name)
        try place.files.write("bad.json", #"{"spawner": {\#(json): 1}}"#)
        expectHarmless(try await place.run(["config", "--config", "bad.json"]), 2)

        try place.files.write(
            "c.json", #"{"spawner": {"tools": {"x": {"command": ["x", \#(json)]}}}}"#)
        for arguments in [["config", "--config", "c.json"], ["config", "--config", "c.json", "--json"]] {
            let run = try await place.run(arguments)
            #expect(run.exitCode == 0)
            #expect(!run.output.unicodeScalars.contains { $0.isObeyedByTerminals })
        }
    }

    @Test func `dry run: every argument is shown as it is given, and no line hides another`() async throws {
        let json = JSONValue.string("y\n2  echo\u{1B}[8m")
        try place.files.write(
            "config.json",
            #"{"spawner": {"tools": {"t": {"command": ["sh", "-c", "echo '\#(String(repeating: "x", count: 3000))'", \#(json)], "cwd": "/tmp", "env": {"LD_PRELOAD": "x"}}}}}"#
        )
        try place.files.write("tasks.md", "- [ ] 1 x\n")
        let run = try await place.run(["spawn", "--dry-run", "--tool", "t"])
        #expect(run.exitCode == 0)
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 1)
        #expect(lines.first?.contains(#" $'y\n2  echo\x1b[8m'  ("#) == true)
        #expect(lines.first?.contains(", in /tmp, with LD_PRELOAD)") == true)
    }

    @Test(arguments: [
        ["--help"], ["help", "spawn"], ["help", "--man"], ["--version"], ["config", "show"], ["config", "--json"],
        ["config", "check"], ["breakers"], ["breakers", "--json"], ["spawn", "--dry-run"], ["classify", "tasks.md"],
        ["spawn", "--results", "-"], ["spawn", "--events", "-"], ["spawn", "--events", "/dev/full"],
        ["spawn", "--results", "/dev/full"],
    ])
    func `a full device: what could not be written is an error`(arguments: [String]) async throws {
        try place.files.write("tasks.md", "- [ ] 1 x\n  @print hi\n")
        let run = try await ProgramRun.of(
            "sh", ["-c", #"exec "$@" > /dev/full"#, "sh", BuiltProgram.path("aurora")] + arguments,
            environment: place.environment, directory: place.files.path)
        #expect(run.exitCode == 1)
        #expect(run.errors.contains("No space left on device"))
    }

    @Test(arguments: ["C", "POSIX", "en_US.ISO-8859-1"])
    func `locale: where it is not UTF-8, every line is ASCII and nothing is lost`(locale: String) async throws {
        try place.files.write("tasks.md", "- [ ] 1 Grüße\n  @print grün …\n  @fail auth\n")
        try place.files.write("grün.md", "- []x\n")
        let environment = ["LC_ALL": locale]
        for arguments in [
            ["--help"], ["help", "spawn"], ["help", "breakers"], ["spawn", "grün.md"], ["spawn", "--ui", "grün"],
            ["spawn", "-v", "--ui", "plain"], ["spawn", "--dry-run"], ["config", "show"], ["classify", "grün.md"],
            ["breakers"], ["–ui"],
        ] {
            let run = try await place.run(arguments, environment: environment)
            let text = run.output + run.errors
            #expect(text.utf8.allSatisfy { $0 < 0x80 }, "\(arguments): \(text)")
        }
        let run = try await place.run(["spawn", "-v", "--ui", "plain"], environment: environment)
        #expect(run.errors.contains(#"1: | gr\xfcn ..."#), "\(run.errors)")
        let german = try await place.run(["spawn", "-v", "--ui", "plain"], environment: ["LC_ALL": "C.UTF-8"])
        #expect(german.errors.contains("1: | grün …"), "\(german.errors)")
    }

    @Test func `locale: what programs read is UTF-8 in every one`() async throws {
        try place.files.write("c.json", #"{"spawner": {"tools": {"x": {"command": ["grün"]}}}}"#)
        let run = try await place.run(
            ["config", "--json", "--config", "c.json"], environment: ["LC_ALL": "C"])
        #expect(run.exitCode == 0)
        #expect(run.output.contains("grün"))
    }

    @Test func `breakers: those that cannot be read are not told as none`() async throws {
        _ = unsafe mkdir(place.files["breakers"], 0o700)
        try place.files.write("breakers/coder.json", "{")
        let run = try await place.run(["breakers", "--state-dir", "."])
        #expect(run.exitCode == 1)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("breakers/coder.json:1: "))
    }
}

extension Unicode.Scalar {
    /// Control characters but the end of a line, and what turns the direction of text.
    fileprivate var isObeyedByTerminals: Bool {
        value < 0x20 && value != 0x0A || 0x7F...0x9F ~= value || 0x202A...0x202E ~= value || 0x2066...0x2069 ~= value
    }
}

extension JSONValue {
    /// A text as JSON.
    fileprivate static func string(_ text: String) -> String {
        var writer = JSONWriter()
        writer.value(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
