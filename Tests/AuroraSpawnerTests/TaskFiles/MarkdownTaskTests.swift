import AuroraSpawner
import Testing

@Suite struct MarkdownTaskTests {
    func parse(_ text: String) throws(InputError) -> [SpawnTask] {
        try TaskFileParser.parse(Array(text.utf8), file: "tasks.md")
    }

    @Test func `a checklist of the seed's tools is read with all its metadata`() throws {
        let tasks = try parse(
            """
            # Plan

            - [ ] 1. Set up
            <!-- agent: coder -->
            - [x] 1.1 Done already
            * [X] 2 Ticked too
            - [ ] 1.2.3. Write the parser
              carefully,

              and in small steps
              - Agent: @tester
              - depends: 1.1, 1
              - MODEL: opus
              - Timeout: 2.5
              - Policy: fast_fail
              - Tool: codex
              - Context: the old one: slow
            Some prose.
              Not part of any prompt.
            - [ ] 3 Inline <!-- agent: self --> <!-- depends: 1.1,1 -->
            """)
        #expect(
            tasks == [
                SpawnTask(id: "1", prompt: "Set up", agent: "coder", line: 3),
                SpawnTask(id: "1.1", prompt: "Done already", isDone: true, line: 5),
                SpawnTask(id: "2", prompt: "Ticked too", isDone: true, line: 6),
                SpawnTask(
                    id: "1.2.3", prompt: "Write the parser\ncarefully,\n\nand in small steps", agent: "tester",
                    context: "the old one: slow", timeout: .seconds(2.5), policyName: "fast_fail",
                    dependsOn: ["1.1", "1"], model: "opus", tool: "codex", line: 7),
                SpawnTask(id: "3", prompt: "Inline", dependsOn: ["1.1", "1"], line: 20),
            ])
    }

    @Test func `nothing inside a code fence or a comment is a task`() throws {
        let tasks = try parse(
            """
            ```md
            - [ ] 1 not me
            ~~~
            - [ ] 2 nor me
            ```
            ~~~~ bash
            - [ ] 3 nor me
            ~~~
            - [ ] 4 nor me
            ~~~~~
            <!--
            - [ ] 5 nor me
            -->
            ```inline``` is no fence
            - [ ] 6 Run
              ```sh
                make test
              - [ ] 7 is text
              - Agent: is text
              ```
              please
            """)
        #expect(
            tasks == [
                SpawnTask(
                    id: "6",
                    prompt: "Run\n```sh\n  make test\n- [ ] 7 is text\n- Agent: is text\n```\nplease", line: 15)
            ])
    }

    @Test func `an indented checkbox is a task of its own and text goes to the task it is below`() throws {
        let tasks = try parse("- [ ] 1 Parent\n  - [ ] 1.1 Child\n    of it\n  of the parent\n\t- [x] 1.2 Tab\n")
        #expect(
            tasks == [
                SpawnTask(id: "1", prompt: "Parent\nof the parent", line: 1),
                SpawnTask(id: "1.1", prompt: "Child\nof it", line: 2),
                SpawnTask(id: "1.2", prompt: "Tab", isDone: true, line: 5),
            ])
    }

    @Test func `line ends, a byte order mark and a prompt below its id make no difference`() throws {
        let expected = [SpawnTask(id: "1", prompt: "One\ntwo", agent: "a/b.c-d", line: 1)]
        #expect(try parse("\u{FEFF}- [ ] 1 One\r\n  two\r\n  - Agent: a/b.c-d\r\n") == expected)
        #expect(try parse("*\t[ ]\t1\n  One\n  two\n  - Agent: @a/b.c-d") == expected)
    }

    @Test func `bullets, links and addresses of a prompt stay in the prompt`() throws {
        let prompt = "Read\n- http://x.org: it\n- two words: kept\n- plain\n[x] <!-- no key here -->"
        let text = "- [ ] 1 " + prompt.replacing("\n", with: "\n  ")
        #expect(try parse(text) == [SpawnTask(id: "1", prompt: prompt, line: 1)])
        #expect(try parse("- [y] 1 a\n- [](link)\n-[ ] 2 b\n+ [ ] 3 c\n") == [])
    }

    @Test(
        arguments: [
            (
                "- [ ] Write it",
                "1: the task has no id; allowed are numbers such as 1, 1.2 or 1.2.3 before the prompt"
            ),
            (
                "\n- [ ] 1..2 x",
                "2: the task has no id; allowed are numbers such as 1, 1.2 or 1.2.3 before the prompt"
            ),
            ("- [ ]", "1: the task has no id; allowed are numbers such as 1, 1.2 or 1.2.3 before the prompt"),
            ("- [ ] 1\n\n# x", "1: task 1 has no prompt; a text is needed after its id"),
            (
                "- [ ] 1 a\n- [ ] 1. b",
                "2: task id '1' is already used on line 1; every task needs an id of its own"
            ),
            (
                "- [ ] 1 a\n  - Agnet: b",
                "2: unknown key 'Agnet' below a task; "
                    + "allowed are Agent, Context, Depends, Model, Policy, Timeout, Tool"
            ),
            (
                "- [ ] 1 a <!-- todo: b -->",
                "1: unknown key 'todo' below a task; "
                    + "allowed are Agent, Context, Depends, Model, Policy, Timeout, Tool"
            ),
            (
                "- [ ] 1 a\n  - Agent: --yolo",
                "2: Agent is '--yolo'; allowed is letters, digits, _ . / -, beginning with a letter, a digit or _, "
                    + "or self for the plain LLM"
            ),
            (
                "- [ ] 1 a\n  - Agent: b\n  <!-- agent: c -->",
                "3: 'agent' is there twice; a task may have it once"
            ),
            ("- [ ] 1 a\n- Agent: b", "2: 'Agent' is not indented; metadata must be indented below its task"),
            (
                "- [ ] 1 a\n  - Timeout: soon",
                "2: Timeout is 'soon'; allowed is seconds, above 0 and at most 1000000000"
            ),
            (
                "- [ ] 1 a\n  - Timeout: nan",
                "2: Timeout is 'nan'; allowed is seconds, above 0 and at most 1000000000"
            ),
            ("- [ ] 1 a\n  - Model:", "2: Model is ''; allowed is a text that is not empty"),
            ("- [ ] 1 a\n  - Depends: ,", "2: Depends is ','; allowed is a list of task ids, such as 1.1, 1.2"),
            (
                "- [ ] 1 a\n  - Depends: 2",
                "1: task '1' depends on '2', which is no task; allowed are the ids of other tasks"
            ),
            (
                "- [ ] 1 a <!-- depends: 3 -->\n- [ ] 2 b <!-- depends: 1 -->\n- [ ] 3 c <!-- depends: 2 -->",
                "1: tasks depend on each other in a cycle: 1 → 3 → 2 → 1; "
                    + "a task may only depend on tasks that do not depend on it"
            ),
            ("text\n```\n- [ ] 1 a", "2: the code fence is never closed; close it with a line of its own"),
            ("<!--\n- [ ] 1 a", "1: the comment is never closed; close it with -->"),
        ])
    func `a bad checklist is an error with its line`(text: String, error: String) {
        #expect { try parse(text) } throws: { "\($0)" == "tasks.md:\(error)" }
    }

    @Test func `invalid UTF-8 is an error with its line`() {
        let bytes = Array("- [ ] 1 a\n- [ ] 2 ".utf8) + [0xFF, 0x0A]
        #expect { try TaskFileParser.parse(bytes, file: "t.md") } throws: {
            "\($0)" == "t.md:2: invalid UTF-8; a task file must be UTF-8"
        }
    }

    @Test func `a hundred thousand tasks are read in order`() throws {
        let text = (1...100_000).map { "- [ ] 1.\($0) Task \($0)\n  - Agent: coder\n" }.joined()
        let tasks = try parse(text)
        #expect(tasks.count == 100_000)
        #expect(
            tasks.last == SpawnTask(id: "1.100000", prompt: "Task 100000", agent: "coder", line: 199_999))
    }
}
