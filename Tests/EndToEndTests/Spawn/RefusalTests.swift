import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

/// What cannot be run is refused in one sentence, with exit code 2, before anything is started.
struct RefusalTests {
    private let place: Workplace

    init() throws { place = try Workplace("refusal") }

    /// Expects a refusal.
    ///
    /// - Returns: The sentence after `aurora: `.
    private func refusal(_ arguments: [String], environment: [String: String] = [:]) async throws -> String {
        let run = try await place.run(arguments, environment: environment)
        #expect(run.exitCode == 2)
        #expect(run.stdout.isEmpty)
        #expect(place.mark.survivors.isEmpty)
        let lines = run.errors.split(separator: "\n", omittingEmptySubsequences: false)
        try #require(lines.count == 2 && lines[1].isEmpty, "one line was expected, not \(run.errors)")
        try #require(lines[0].hasPrefix("aurora: "))
        return String(lines[0].dropFirst("aurora: ".count))
    }

    @Test func `without claude the tool option and the config key are named`() async throws {
        try place.files.write("tasks.md", "- [ ] 1 Do it\n")
        let sentence = try await refusal(
            ["spawn"], environment: ["AURORA_SPAWN_TOOL": "", "PATH": "/usr/bin:/bin"])
        #expect(sentence.contains("'claude'") && sentence.contains("not on PATH"))
        #expect(sentence.contains("--tool") && sentence.contains("spawner.tool"))
    }

    @Test func `a program that is there and cannot be run is not to be installed`() async throws {
        try place.files.write("tasks.md", "- [ ] 1 Do it\n")
        try place.files.write("config.json", #"{"spawner": {"tools": {"t": {"command": ["./t.sh"]}}}}"#)
        try place.files.write("t.sh", "#!/bin/sh\n")
        let sentence = try await refusal(["spawn", "--tool", "t"])
        #expect(sentence.contains("./t.sh") && sentence.contains("is not executable") && !sentence.contains("install"))
    }

    @Test func `arguments are read where there is no process file system, and what is no text is named`() async throws {
        try place.files.write("tasks.md", "- [ ] 1 Do it\n")
        // The first shell says whether this machine lets us take it away.
        let script = """
            unshare -m sh -c 'mount -t tmpfs none /proc' 2>/dev/null || exit 77
            unshare -m sh -c 'mount -t tmpfs none /proc; "$0" spawn --no-such-option; echo $?; "$0" spawn; echo $?' "$0"
            "$0" spawn "$(printf 'a\\377b')"; echo $?
            """
        let run = try await ProgramRun.of(
            "sh", ["-c", script, BuiltProgram.path("aurora")], environment: place.environment,
            directory: place.files.path)
        guard run.exitCode != 77 else { return }
        let lines = run.errors.split(separator: "\n")
        #expect(run.output == "2\n2\n2\n", "\(run.output)\n\(run.errors)")
        #expect(lines.first?.contains("--no-such-option") == true)
        #expect(
            lines.dropFirst().first
                == "aurora: /proc is not there, and nothing can be run without it; it has to be mounted")
        #expect(lines.last?.contains(#"aurora: a\xffb: cannot open it: No such file or directory"#) == true)
    }

    @Test(arguments: [
        ("- [ ] 1 Do it\n- [ ] 1 Again\n", "tasks.md:2: "),
        ("- [ ] 1 Do it\n- [ ]\n", "tasks.md:2: "),
        ("- [ ] 1 Do it\n  - Depends: 7\n", "tasks.md:1: "),
        ("- [ ] 1 Do it\n  - Agent: -x\n", "tasks.md:2: "),
        ("- [ ] 1 Do it\n  - Modle: good\n", "tasks.md:2: "),
        ("- [ ] 1 Do it\n  - Tool: hammer\n", "tasks.md:1: "),
    ])
    func `a mistake in a task file is named with its line`(tasks: String, place expected: String) async throws {
        try place.files.write("tasks.md", tasks)
        #expect(try await refusal(["spawn", "tasks.md"]).hasPrefix(expected))
    }

    @Test(arguments: ["", "# Nothing to do\n"])
    func `a file without a task is refused, and so is stdin`(text: String) async throws {
        try place.files.write("tasks.md", text)
        #expect(try await refusal(["spawn"]).hasPrefix("tasks.md: there is no task in it"))
        #expect(try await refusal(["spawn", "-"]).hasPrefix("stdin: there is no task in it"))
    }

    @Test func `a model that would become an option is refused wherever it is named`() async throws {
        try place.files.write("tasks.md", "- [ ] 1 Do it\n")
        #expect(
            try await refusal(["spawn", "--model=--yolo"]).hasPrefix("--model is \"--yolo\"; allowed is letters, "))
        #expect(
            try await refusal(["spawn"], environment: ["AURORA_SPAWN_MODEL": "-c"]).hasPrefix(
                "AURORA_SPAWN_MODEL is \"-c\"; allowed is "))
        try place.files.write("tasks.md", "- [ ] 1 Do it\n  - Model: --yolo\n")
        #expect(try await refusal(["spawn"]).hasPrefix("tasks.md:2: Model is '--yolo'; "))
        try place.files.write("tasks.md", "- [ ] 1 Do it\n")
        try place.files.write("config.json", "{\"spawner\":\n{\"model\": \"--yolo\"}}")
        #expect(try await refusal(["spawn"]).contains("config.json:2: spawner.model is"))
    }

    @Test func `a prompt that an argument would make an option of is refused`() async throws {
        func write(_ more: String) throws {
            try place.files.write(
                "config.json", #"{"spawner": {"tools": {"say": {"command": ["echo"], "prompt": "argument"\#(more)}}}}"#)
        }
        try write("")
        try place.files.write("tasks.md", "- [ ] 1 fine\n- [ ] 2 --help\n")
        let sentence = try await refusal(["spawn", "--tool", "say"])
        #expect(
            sentence.hasPrefix("tasks.md:2: the prompt of task 2 begins with '-'")
                && sentence.contains("end_of_options"))
        try write(#", "end_of_options": true"#)
        let run = try await place.run(["spawn", "--tool", "say", "--ui", "none", "--results", "r.json"])
        #expect(run.exitCode == 0)
        let document = try JSONParser.parse(Files.bytes(place.files["r.json"]) ?? [], file: nil)
        #expect(document["results"]?.items.map { $0["output"]?.string } == ["-- fine\n", "-- --help\n"])
    }

    @Test(
        arguments: [
            ("--results", "tasks.md"), ("--events", "./tasks.md"), ("--results", "soft.md"), ("--events", "hard.md"),
            ("--results", ".aurora/config.json"), ("--events", ".aurora/breakers.json"),
            ("--results", "../HERE/tasks.md"), ("--results", ".aurora/runs"), ("--results", "agent.sh"),
            ("--events", "agent.py"),
        ])
    func `an output over an input is refused, whatever its name`(option: String, path: String) async throws {
        try place.files.write("tasks.md", "- [ ] 1 Do it\n")
        try place.files.write("agent.py", "")
        _ = unsafe chmod(try place.files.write("agent.sh", "#!/bin/sh\n"), 0o700)
        try place.files.write(
            "config.json",
            #"{"spawner": {"tools": {"a": {"command": ["./agent.sh"]}, "b": {"command": ["python3", "agent.py"]}}}}"#)
        _ = unsafe symlink("tasks.md", place.files["soft.md"])
        _ = unsafe link(place.files["tasks.md"], place.files["hard.md"])
        _ = unsafe mkdir(place.files[".aurora"], 0o700)
        let name = place.files.path.split(separator: "/").last ?? ""
        let sentence = try await refusal(["spawn", option, path.replacing("HERE", with: name)])
        #expect(sentence.contains("\(option) would be written over "))
        #expect(Files.read(place.files["tasks.md"]) == "- [ ] 1 Do it\n")
    }

    @Test func `one file for two outputs is refused, also one that is not there yet`() async throws {
        try place.files.write("tasks.md", "- [ ] 1 Do it\n")
        _ = unsafe symlink("new", place.files["link"])
        for path in ["new", "./new", "link", place.files["new"]] {
            let sentence = try await refusal(["spawn", "--events", path, "--results", "new"])
            #expect(sentence.hasPrefix("new: --results would be written over --events; "))
        }
        #expect(Files.read(place.files["new"]) == nil)
    }

    @Test func `a cycle is named`() async throws {
        try place.files.write("tasks.md", "- [ ] 1 a\n  - Depends: 2\n- [ ] 2 b\n  - Depends: 1\n")
        let sentence = try await refusal(["spawn", "tasks.md"])
        #expect(sentence.hasPrefix("tasks.md:"))
        #expect(sentence.contains("1") && sentence.contains("2"))
    }

    @Test func `a file that is not there is no prompt`() async throws {
        #expect(try await refusal(["spawn", "nowhere.md"]).hasPrefix("nowhere.md: "))
    }

    @Test func `an unknown tool is answered with the known ones`() async throws {
        try place.files.write("tasks.md", "- [ ] 1 Do it\n")
        let sentence = try await refusal(["spawn", "--tool", "hammer"])
        #expect(sentence.contains("\"hammer\"") && sentence.contains("claude") && sentence.contains("sample-agent"))
    }

    @Test func `a configuration that makes no sense is named with its line`() async throws {
        try place.files.write("tasks.md", "- [ ] 1 Do it\n")
        try place.files.write("config.json", "{\"spawner\": {\n\"max_concurrent\": \"many\"}}\n")
        #expect(try await refusal(["spawn"]).contains("config.json:2: "))
    }

    @Test func `a prompt too long for an argument is refused with its line`() async throws {
        let tool = #"{"spawner": {"tools": {"say": {"command": ["echo"], "prompt": "argument"}}}}"#
        try place.files.write("config.json", tool)
        try place.files.write("tasks.md", "- [ ] 1 short\n- [ ] 2 \(String(repeating: "x", count: 150_000))\n")
        let sentence = try await refusal(["spawn", "--tool", "say"])
        #expect(sentence.hasPrefix("tasks.md:2: the prompt of task 2 makes an argument of 150000 bytes for 'say'"))
        #expect(sentence.contains("131071") && sentence.contains("stdin") && sentence.contains("file"))
    }

    @Test(arguments: [["spawn", "-j", "0"], ["spawn", "--bogus"], ["fly"], ["spawn", "--ui", "paper"]])
    func `a command line that makes no sense is refused`(arguments: [String]) async throws {
        try place.files.write("tasks.md", "- [ ] 1 Do it\n")
        #expect(try await !refusal(arguments).isEmpty)
    }

    @Test(arguments: ["--events", "--results"])
    func `a file that cannot be written is known before anything runs`(option: String) async throws {
        try place.files.write("tasks.md", "- [ ] 1 Do it\n  @print hi\n")
        #expect(try await refusal(["spawn", option, "/no/such/directory/file"]).contains("/no/such/directory/file"))
    }
}
