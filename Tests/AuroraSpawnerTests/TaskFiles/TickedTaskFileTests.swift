import AuroraSpawner
import SpawnTestKit
import Testing

@Suite struct TickedTaskFileTests {
    let files: TemporaryDirectory

    init() throws { files = try TemporaryDirectory() }

    /// Ticks the tasks with these ids.
    func tick(_ text: String, _ ids: Set<String>, file: String = "t.md") throws -> TickedTaskFile {
        let bytes = Array(text.utf8)
        let ticked = try TickedTaskFile(path: files.write(file, text), bytes: bytes)
        let tasks = try TaskFileParser.parse(bytes, file: file)
        let results = tasks.enumerated().map { place, task in
            SpawnResult(
                taskIndex: place, taskID: task.id, prompt: task.prompt, agent: nil,
                ending: task.isDone ? .skipped : ids.contains(task.id) ? .recoveredByRetry : .failed)
        }
        try ticked.tick(tasks, results)
        return ticked
    }

    @Test(
        arguments: [
            ("- [ ] 1 a\n- [ ] 2 b\n", "- [x] 1 a\n- [ ] 2 b\n"),
            ("\u{FEFF}* [ ] 1 a [ ]\r\n  [ ] more\r\n", "\u{FEFF}* [x] 1 a [ ]\r\n  [ ] more\r\n"),
            ("```\n- [ ] 1 code\n```\n\t- [ ] 1 a", "```\n- [ ] 1 code\n```\n\t- [x] 1 a"),
            ("- [x] 2 done\n- [X] 3 done\n- [ ] 1 a\n", "- [x] 2 done\n- [X] 3 done\n- [x] 1 a\n"),
            ("- [ ] 2 b\n", "- [ ] 2 b\n"),
        ])
    func `the boxes of tasks that succeeded are ticked, and nothing else changes`(text: String, ticked: String) throws {
        _ = try tick(text, ["1"])
        #expect(Files.read(files["t.md"]) == ticked)
        #expect(Files.entries(of: files.path) == ["t.md"])
    }

    @Test func `a file that has changed meanwhile is left alone`() throws {
        let text = "- [ ] 1 a\n"
        let ticked = try TickedTaskFile(path: files.write("t.md", text), bytes: Array(text.utf8))
        try files.write("t.md", text + "- [ ] 2 new\n")
        let result = SpawnResult(taskIndex: 0, taskID: "1", prompt: "a", agent: nil, ending: .firstTry)
        #expect { try ticked.tick([SpawnTask(id: "1", prompt: "a", line: 1)], [result]) } throws: {
            "\($0)" == "\(files["t.md"]): has changed since it was read, so nothing was ticked in it"
        }
        #expect(Files.read(files["t.md"]) == text + "- [ ] 2 new\n")
    }

    @Test(arguments: [("t.json", "[]"), ("-", "- [ ] 1 a")])
    func `only a Markdown file has boxes`(path: String, text: String) {
        #expect { try TickedTaskFile(path: path, bytes: Array(text.utf8)) } throws: {
            "\($0)" == "\(path == "-" ? "stdin" : path): --check-off has nothing to tick; a Markdown file is needed"
        }
    }
}
