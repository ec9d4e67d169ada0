import AuroraSpawner
import Glibc
import SpawnTestKit
import Testing

@Suite struct TickedTaskFileTests {
    let files: TemporaryDirectory

    init() throws { files = try TemporaryDirectory() }

    /// A file as it was read.
    func read(_ text: String) throws -> (file: TickedTaskFile, tasks: [SpawnTask]) {
        let bytes = Array(text.utf8)
        let tasks = try TaskFileParser.parse(bytes, file: "t.md")
        return (try TickedTaskFile(path: files.write("t.md", text), bytes: bytes, tasks: tasks), tasks)
    }

    /// Ticks the first task of a file that is something else by then.
    func tick(_ text: String, changedTo changed: String? = nil) throws -> (text: String?, complaint: String?) {
        var (file, _) = try read(text)
        if let changed { try files.write("t.md", changed) }
        file.tick([0])
        return (Files.read(files["t.md"]), file.complaint)
    }

    @Test(
        arguments: [
            ("- [ ] 1 a\n- [ ] 2 b\n", "- [x] 1 a\n- [ ] 2 b\n"),
            ("\u{FEFF}* [ ] 1 a [ ]\r\n  [ ] more\r\n", "\u{FEFF}* [x] 1 a [ ]\r\n  [ ] more\r\n"),
            ("```\n- [ ] 1 a\n```\n\t- [ ] 1 a", "```\n- [ ] 1 a\n```\n\t- [x] 1 a"),
            ("<!--\n- [ ] 1 a\n-->\r- [ ] 1 a\r", "<!--\n- [ ] 1 a\n-->\r- [x] 1 a\r"), ("1. [ ] a", "1. [x] a"),
            ("- [] 1 a", "- [x]1 a"), ("- [  ] 1 a", "- [x ] 1 a"), ("- [\u{A0}] 1 a", "- [x ] 1 a"),
            ("- ［ ］ 1 a", "- ［x］ 1 a"),
        ])
    func `the box of a task that succeeded is ticked, and nothing else changes`(text: String, ticked: String) throws {
        #expect(try tick(text) == (ticked, nil))
        #expect(Files.entries(of: files.path) == ["t.md"])
        #expect(try TaskFileParser.parse(Array(ticked.utf8), file: "t.md").first?.isDone == true)
    }

    @Test(
        arguments: [
            ("# New\n\n- [ ] 0 new\n- [ ] 1 a\n- [ ] 3 more\n", "# New\n\n- [ ] 0 new\n- [x] 1 a\n- [ ] 3 more\n"),
            ("- [ ] 2 edited\n- [ ] 1 a", "- [ ] 2 edited\n- [x] 1 a"),
            ("- [ ] 1 a\r\n  more\r\n", "- [x] 1 a\r\n  more\r\n"),
            ("```\n- [ ] 1 a\n```\n\n\n- [ ] 1 a\n", "```\n- [ ] 1 a\n```\n\n\n- [x] 1 a\n"),
            ("- [x] 1 a\n", "- [x] 1 a\n"),
        ])
    func `what somebody wrote meanwhile stays`(changed: String, ticked: String) throws {
        #expect(try tick("- [ ] 1 a\n- [ ] 2 b\n", changedTo: changed) == (ticked, nil))
    }

    @Test(arguments: ["- [ ] 1 edited\n", "", "- [ ] 2 b\n"])
    func `a line that was changed meanwhile is left alone, and said`(changed: String) throws {
        let (text, complaint) = try tick("- [ ] 1 a\n- [ ] 2 b\n", changedTo: changed)
        #expect(text == changed)
        #expect(
            complaint
                == "not ticked, though done: task 1; \(files["t.md"]) has no line any more as theirs was when it was read, "
                + "or no room in the box")
    }

    @Test func `a tick that found no line is made when the line is there again`() throws {
        var (file, _) = try read("- [ ] 1 a\n- [ ] 2 b\n")
        try files.write("t.md", "")
        file.tick([0])
        #expect(file.complaint != nil)
        try files.write("t.md", "- [ ] 2 b\n- [ ] 1 a\n")
        file.tick([])
        #expect(file.complaint == nil)
        #expect(Files.read(files["t.md"]) == "- [ ] 2 b\n- [x] 1 a\n")
    }

    @Test func `the file keeps its inode, its names, its owner and its permissions`() throws {
        func look() -> stat {
            var status = stat()
            _ = unsafe stat(files["t.md"], &status)
            return status
        }
        var (file, _) = try read("- [ ] 1 a\n")
        _ = unsafe link(files["t.md"], files["other.md"])
        _ = unsafe chmod(files["t.md"], 0o640)
        // Only root can give a file away.
        if geteuid() == 0 { _ = unsafe chown(files["t.md"], 4711, 4712) }
        let before = look()
        file.tick([0])
        let after = look()
        #expect(Files.read(files["other.md"]) == "- [x] 1 a\n")
        #expect(before.st_ino == after.st_ino && after.st_nlink == 2)
        #expect(before.st_mode == after.st_mode && before.st_uid == after.st_uid && before.st_gid == after.st_gid)
    }

    @Test(arguments: [("t.json", "[{\"prompt\": \"x\"}]"), ("-", "- [ ] 1 a")])
    func `only a Markdown file has boxes`(path: String, text: String) {
        #expect { try TickedTaskFile(path: path, bytes: Array(text.utf8), tasks: []) } throws: {
            "\($0)" == "\(path == "-" ? "stdin" : path): --check-off has nothing to tick; a Markdown file is needed"
        }
    }

    @Test func `a file that cannot be written is known before anything runs`() throws {
        _ = unsafe mkfifo(files["t.md"], 0o600)
        #expect { try TickedTaskFile(path: files["t.md"], bytes: Array("- [ ] 1 a".utf8), tasks: []) } throws: {
            "\($0)" == "\(files["t.md"]): --check-off has nothing to tick; a regular file is needed"
        }
    }
}
