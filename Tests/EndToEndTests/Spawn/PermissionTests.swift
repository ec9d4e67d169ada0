import AuroraSpawner
import Glibc
import SpawnCore
import SpawnTestKit
import Testing

/// What agents may do: said by the run, by a tool or by a task, in the words of each tool.
@Suite("Permissions") struct PermissionTests {
    private let place: Workplace

    init() throws {
        place = try Workplace("permissions")
        try Files.makeDirectory(place.files["bin"])
        for name in ["claude", "codex", "llm"] {
            let path = try place.files.write(
                "bin/\(name)",
                """
                #!/bin/sh
                cat > /dev/null; echo "$AURORA_TASK_ID: $*" >> '\(place.files["asked"])'
                [ \(name) = llm ] && echo ok
                [ \(name) = codex ] && echo '{"type":"item.completed","item":{"id":"i","type":"agent_message","text":"ok"}}' && \
                    echo '{"type":"turn.completed","usage":{"input_tokens":1,"output_tokens":1}}'
                [ \(name) = claude ] && echo '{"type":"result","subtype":"success","is_error":false,"result":"ok","session_id":"s"}'
                exit 0
                """)
            _ = unsafe chmod(path, 0o700)
        }
    }

    /// Runs tasks; their tools write down their arguments, which come back sorted.
    private func run(
        _ tasks: String, _ options: [String] = [], configuration: String = "{}"
    ) async throws -> (run: ProgramRun, asked: [String]) {
        try place.files.write("tasks.md", tasks)
        try place.files.write("c.json", #"{"spawner": \#(configuration)}"#)
        Files.remove(place.files["asked"])
        let path = unsafe String(cString: getenv("PATH"))
        let run = try await place.run(
            ["spawn", "tasks.md", "--config", "c.json", "--ui", "plain"] + options,
            environment: ["AURORA_SPAWN_TOOL": "", "PATH": place.files["bin"] + ":" + path])
        return (run, (Files.read(place.files["asked"]) ?? "").split(separator: "\n").map(String.init).sorted())
    }

    @Test(
        "permissions: each tool is told in its own words",
        arguments: [
            ("claude", "ask-nothing", "--permission-mode dontAsk"), ("claude", "edit", "--permission-mode acceptEdits"),
            ("claude", "full", "--permission-mode bypassPermissions"), ("codex", "ask-nothing", "--sandbox read-only"),
            ("codex", "edit", "--sandbox workspace-write"),
            ("codex", "full", "--dangerously-bypass-approvals-and-sandbox"),
        ])
    func inItsWords(tool: String, level: String, words: String) async throws {
        let (run, asked) = try await run("- [ ] 1 a\n", ["--tool", tool, "--permissions", level])
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(asked.count == 1 && asked[0].hasSuffix(words), "\(asked)")
    }

    @Test("permissions: nothing is said where nobody says anything, and null takes back")
    func nothing() async throws {
        let (_, asked) = try await run("- [ ] 1 a\n", configuration: #"{"permissions": null}"#)
        #expect(asked.count == 1 && !asked[0].contains("permission"), "\(asked)")
    }

    @Test("permissions: a task wins over its tool, that over the run, and an option over tool and run")
    func order() async throws {
        let tasks = "- [ ] 1 a\n- [ ] 2 b\n  - Permissions: edit\n- [ ] 3 c\n  - Tool: codex\n"
        let configuration = """
            {"permissions": "ask-nothing", "tools": {"codex": {"command": ["codex"], "format": "codex",
              "permissions": "full", "permission_args": {"full": ["--all"], "edit": ["--some"]}}}}
            """
        let said = try await run(tasks, configuration: configuration)
        #expect(said.run.exitCode == 0, "\(said.run.errors)")
        #expect(said.asked.map { $0.split(separator: " ").last } == ["dontAsk", "acceptEdits", "--all"])
        let option = try await run(tasks, ["--permissions", "edit"], configuration: configuration)
        #expect(option.asked.map { $0.split(separator: " ").last } == ["acceptEdits", "acceptEdits", "--some"])
    }

    @Test("permissions: a task file gives itself everything only where a person has agreed")
    func fullOfTask() async throws {
        let tasks = "- [ ] 1 a\n- [ ] 2 b\n  - Permissions: full\n"
        let refused = try await run(tasks)
        #expect(refused.run.exitCode == 2)
        #expect(refused.run.errors.contains("tasks.md:2: task 2 gives itself the permissions 'full'"))
        #expect(refused.asked == [])
        for agreed in [["--permissions", "full"], ["--trust"]] {
            let (run, asked) = try await run(tasks, agreed)
            #expect(run.exitCode == 0, "\(run.errors)")
            #expect(asked.last?.hasSuffix("bypassPermissions") == true, "\(asked)")
        }
        let shown = try await run(tasks, ["--dry-run"])
        #expect(shown.run.output.contains("--permission-mode bypassPermissions"))
        #expect(shown.run.errors.contains("gives itself"))
    }

    @Test("permissions: what is not one is refused with its line")
    func misspelt() async throws {
        let (run, _) = try await run("- [ ] 1 a\n  - Permissions: all\n")
        #expect(run.exitCode == 2)
        #expect(run.errors.contains("tasks.md:2: Permissions is 'all'; allowed is one of ask-nothing, edit, full"))
        let option = try await self.run("- [ ] 1 a\n", ["--permissions", "all"])
        #expect(option.run.errors.contains("--permissions is 'all'; allowed is one of ask-nothing, edit, full"))
    }

    @Test("permissions: a tool that has no words for them, or no agents, is named once before the run")
    func unable() async throws {
        let tasks = "- [ ] 1 a\n  - Agent: tester\n- [ ] 2 b\n  - Agent: coder\n"
        let (run, _) = try await run(tasks, ["--tool", "llm", "--permissions", "edit"])
        #expect(run.errors.components("'llm' cannot be given permissions: edit changes nothing") == 1, "\(run.errors)")
        let warning = "'llm' has no agents, so these names are not used: coder, tester"
        #expect(run.errors.components(warning) == 1, "\(run.errors)")
    }

    @Test("permissions: what an agent was not allowed to do stands at the end of its task, and how to allow it")
    func denied() async throws {
        let tasks = "- [ ] 1 a\n  @deny Bash git push\n  @deny Write a.txt\n  @print done\n"
        let (run, _) = try await run(tasks, ["--tool", "sample-claude"])
        let words = "but 2 calls were not allowed (Bash: git push); --permissions edit or full allows more"
        #expect(run.errors.contains(words), "\(run.errors)")
        #expect(run.errors.components("git push") == 1)
        let retried = try await self.run(
            "- [ ] 1 a\n  @limit 1 1\n  @deny Bash git push\n  @print done\n", ["--tool", "sample-claude"])
        #expect(
            retried.run.errors.contains("recovered after 1 retry, but a call was not allowed"), "\(retried.run.errors)")
        let full = try await self.run(tasks, ["--tool", "sample-claude", "--permissions", "full"])
        #expect(!full.run.errors.contains("allowed"), "\(full.run.errors)")
    }
}

extension String {
    fileprivate func components(_ part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
