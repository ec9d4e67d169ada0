import AuroraSpawner
import CLinux
import Glibc
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
                SpawnTask(id: "3", prompt: "Inline", dependsOn: ["1.1", "1"], line: 21),
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
        let tasks = try parse("- [ ] 1 Parent\n  - [ ] 1.1 Child\n    of it\n\n  of the parent\n\t- [x] 1.2 Tab\n")
        #expect(
            tasks == [
                SpawnTask(id: "1", prompt: "Parent\nof the parent", dependsOn: ["1.1"], line: 1),
                SpawnTask(id: "1.1", prompt: "Child\nof it", line: 2),
                SpawnTask(id: "1.2", prompt: "Tab", isDone: true, line: 6),
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
                    + "allowed are Agent, Budget, Context, Depends, Model, Permissions, Policy, Timeout, Tool"
            ),
            (
                "- [ ] 1 a <!-- modle: b -->",
                "1: unknown key 'modle' below a task; "
                    + "allowed are Agent, Budget, Context, Depends, Model, Permissions, Policy, Timeout, Tool"
            ),
            (
                "- [ ] 1 a\n  - Budget: much",
                "2: Budget is 'much'; allowed is dollars, from 0.0001 to 1000000"
            ),
            ("- [ ] 1 a\n  - Budget: 0", "2: Budget is '0'; allowed is dollars, from 0.0001 to 1000000"),
            ("- [ ] 1 a <!-- budget: 1,5 -->", "1: Budget is '1,5'; allowed is dollars, from 0.0001 to 1000000"),
            ("- [ ] 1 a\n  - Budget: 2\n  - Budget: 3", "3: 'Budget' is there twice; a task may have it once"),
            ("- [ ] 1 a\n  - Budget:", "2: Budget is ''; allowed is dollars, from 0.0001 to 1000000"),
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
            (
                "- [ ] 1 a\n  - Model: --yolo",
                "2: Model is '--yolo'; allowed is letters, digits, _ . / : @ + = [ ] -, "
                    + "beginning with a letter, a digit or _"
            ),
            ("- [ ] 1 a\n  - Tool:", "2: Tool is ''; allowed is a text that is not empty"),
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

    // What people hit: of seven tasks one ran, and nobody was told.

    @Test(
        arguments: [
            "- [ ] 1 a", "* [ ] 1 a", "+ [ ] 1 a", "1. [ ] 1 a", "7) [ ] 1 a", "-[ ] 1 a", "-   [ ] 1 a", "- [ ]1 a",
            "- [] 1 a", "- [  ] 1 a", "- [\t] 1 a", "- [\u{A0}] 1 a", "-\u{A0}[ ]\u{A0}1\u{A0}a", "- [\u{3000}] 1 a",
            "- [\u{200B} ] 1 a", "- ［ ］ 1 a", "- ［　］ 1 a", "- 【 】 1 a", "• [ ] 1 a", "– [ ] 1 a", "\u{A0}- [ ] 1 a",
            "\u{FEFF}- [ ] 1 a", "\u{FEFF}\u{FEFF}- [ ] 1 a", "# x\n\u{FEFF}- [ ] 1 a", "\t- [ ] 1 a",
            "- [ ]\u{2003}1 a",
            "- [ ] 1. a", "- [ ] 1) a", "- [ ] 1: a", "- [ ] 1\\. a", "1. [ ] a", "- 1. [ ] a", "# x\r- [ ] 1 a\r",
            "- [ ] 1 a\u{A0}",
            "- [x] 2 b\r\n- [ ] 1 a\r\n", "- x\n  - [ ] 1 a", "<details>\n- [ ] 1 a\n</details>", "- [ ] 1\na",
            "- [ ] 1\r  a",
        ])
    func `a task is taken however it is typed`(text: String) throws {
        let task = try #require(try parse(text).last)
        #expect(task.id == "1")
        #expect(task.prompt == "a")
        #expect(!task.isDone)
    }

    @Test(arguments: ["[x]", "[X]", "[ x ]", "[x ]", "[✓]", "[ ✔ ]", "[✅]", "[☑]", "[\u{A0}x]", "［ｘ］", "[х]"])
    func `a tick is one however it is typed`(box: String) throws {
        #expect(try parse("- \(box) 1 a\n- [ ] 2 b").map(\.isDone) == [true, false])
    }

    @Test(
        arguments: [
            "- [~] 2 b", "- [-] 2 b", "- [/] 2 b", "- [?] b", "- [y] 2 b", "- [1] 2 b", "- [done] 2 b",
            "- [todo] write",
            "- [xx] 2 b", "- [ 2 b", "- [x 2 b", "- [ ", "- ] 2 b", "- x] 2 b", "- ( ) 2 b", "- (x) 2 b", "- { } 2 b",
            "[ ] 2 b",
            "[x] 2 b", "[ ] Write", "> - [ ] 2 b", "> [ ] 2 b", "| [ ] | 2 b |", "| 2 | [ ] | b |", "| b | [ ] |",
            "b | [x]",
            "## [ ] 2 b", "1.1. [ ] 2 b", "- - - [-] 2 b", "**[ ] 2 b**", "- **[ ]** 2 b", "- ~~[x] 2 b~~", "- ☐ 2 b",
            "☐ 2 b",
            "- ✅ 2 b", "- \\[ \\] 2 b", "- [ ](2) b", "<li>[ ] 2 b</li>", "<input type=\"checkbox\"> 2 b",
            "<!-- c --> - [ ] 2 b",
            "<!--\nc\n--> - [ ] 2 b", "- [&nbsp;] 2 b", "text\u{2028}- [ ] 2 b", "text\u{0C}- [ ] 2 b", "--- [ ] 2 b",
            "- [✗] 2 b",
            "- Agent: coder", "<!-- agent: coder -->", "<!--\nagent: coder\n-->", "- Agent:coder", "- **Agent:** coder",
            "- [ ] Write it", "-\u{A0}[ ] Write it", "- [ ] x.1 b", "- [ ] 1.Write",
        ])
    func `what looks like a task, or like part of one, is refused with its line`(line: String) throws {
        let lines = line.split(separator: "\n").count
        for text in ["- [ ] 1 a\n\n# More\n\n\(line)\n", "# More\n\n\n\n\(line)\n\n- [ ] 1 a\n"] {
            do {
                let tasks = try parse(text)
                Issue.record("\(tasks)")
            } catch {
                #expect((5..<(5 + lines)).contains(error.line ?? 0), "\(error)")
                #expect(error.message.contains("; "))
            }
        }
    }

    @Test(arguments: [
        "> - [ ] 2 b", ">- [ ] 2 b", ">> - [ ] 2 b", "> > * [x] 2 b", "- > [ ] 2 b", "> 1. [ ] b", ">\t- [ ] 2 b",
        "  > - [ ] 2 b", "> - > - [ ] 2 b",
    ])
    func `a task in a quotation is refused as one, whether a prompt could have it or not`(line: String) {
        for text in ["\(line)\n", "- [ ] 1 a\n\n  \(line)\n", "- [ ] 1 a\n  - \(line)\n"] {
            #expect(throws: InputError.self) { try parse(text) }
            do { _ = try parse(text) } catch {
                #expect(error.message.hasPrefix("this looks like a task, but it is quoted; "), "\(error)")
            }
        }
    }

    @Test(
        arguments: [
            "- [ ] 1 a\n  - [~] 2 b", "- [ ] 1 a\n  > - [ ] 2 b", "- [ ] 1 a\n[ ] 2 b", "- [ ] 1 a\n  | [ ] | 2 b |",
            "- [ ] 1 a\n  - [ 2 b", "- [ ] 1 a\n  - Agnet: b", "- [ ] 1 a\n  - Timout: 3", "- [ ] 1 a\n  - Model: a b",
            "- [ ] 1 a\n  ```\n- [ ] 2 b\n  ```", "- [ ] 1 a\n  <!--\n- [ ] 2 b\n  -->",
            "x\n- [ ] 1 a\u{0B}- [ ] 2 b", "x\n- [ ] 1 a - [ ] 2 b", "x\n- [ ] 1 a\u{85}- [x] 2 b",
            "x\n- [ ] 1 a\u{2029}- [ ] b",
            "- [ ] 1 a\n  more\u{2028}+ [ ] 2 b", "- [ ] 1 a\n  Agent: coder", "- [ ] 1 a\nDepends: 2, 3",
        ])
    func `the same holds below a task`(text: String) {
        #expect { try parse(text) } throws: { ($0 as? InputError)?.line ?? 0 >= 2 }
    }

    @Test(
        arguments: [
            "- [text](address)", "- [text][name]", "[name]: address", "- [](address)", "[x](address)", "- `- [ ] 2 b`",
            "Boxes such as [ ] are drawn", "Write `a - [ ] 2 b` there", "draw - [ ] boxes", "- plain", "1. plain",
            "- [Apollo] landed", "- [^1]: note",
            "- [a, b] = [1, 2]",
            "f() { }", "[…] he said", "| a | b |\n|---|---|", "- \\[1] text", "> quoted",
            "```\n- [ ] 2 b\n- [~] c\n```",
            "~~~\n- [ ] 2 b\n~~~", "<!-- - [ ] 2 b -->", "<!--\n- [ ] 2 b\n-->", "<!-- note -->",
            "- ```\n  - [ ] 2 b\n  ```",
            "http://x.org: it", "- note: this", "*Agent*", "---", "***",
        ])
    func `text beside the tasks is text`(text: String) throws {
        #expect(try parse("# A\n\n\(text)\n\n- [ ] 1 a\n\n# B\n\n\(text)\n").map(\.prompt) == ["a"])
    }

    @Test(
        arguments: [
            ("- [ ] 1 a\nb\nc", "a\nb\nc"), ("- [ ] 1 a\n b", "a\nb"), ("- [ ] 1 a\n      b\n      c", "a\nb\nc"),
            ("- [ ] 1 a\n  b\nc\n\n  d\n\ne", "a\nb\nc\n\nd"), ("- [ ] 1 a\n2024. was\n# b", "a\n2024. was"),
            ("- [ ] 1 a\n  - b\n    c\nd\n- e", "a\n- b\n  c\nd"), ("- [ ] 1 a\n> b", "a"), ("- [ ] 1 a\n---\nb", "a"),
            ("- [ ] 1 a\n</div>\nb", "a"), ("- [ ] 1 a\n\nb", "a"), ("- [ ] 1 a\r\rb", "a"), ("- [ ] 1 a\rb", "a\nb"),
            ("  - [ ] 1 a\n  b\nc", "a\nb\nc"), ("- [ ] 1 a\n[x] b", "a\n[x] b"),
            ("- [ ] 1 a\n  <b>c</b>", "a\n<b>c</b>"),
        ])
    func `what Markdown shows as part of an item belongs to the prompt`(text: String, prompt: String) throws {
        #expect(try parse(text).map(\.prompt) == [prompt])
    }

    @Test(
        arguments: [
            ("- [ ] 1 a\n  ```\n  if x:\n      y\n  ```", "a\n```\nif x:\n    y\n```"),
            ("- [ ] 1 a\n      b\n  ```\n  if x:\n      y\n  ```\n  c", "a\n    b\n```\nif x:\n    y\n```\nc"),
            ("- [ ] 1 a\n    b\n    ```\n    if x:\n    \ty\n    ```", "a\nb\n```\nif x:\n\ty\n```"),
            ("- [ ] 1 a\n\tb\n\t```\n\tx:\n\t\ty\n\t```", "a\nb\n```\nx:\n\ty\n```"),
            ("- [ ] 1 a\n```\nif x:\n    y\n```\nb", "a\n```\nif x:\n    y\n```"),
            ("- [ ] 1 a\n  - b\n    ```\n    x:\n      y\n    ```", "a\n- b\n  ```\n  x:\n    y\n  ```"),
            ("- [ ] 1 a\n  ```\nflat\n    deep\n  ```", "a\n```\nflat\n  deep\n```"),
            ("- [ ] 1 a\n  ```\n\n  x\n\n  ```", "a\n```\n\nx\n\n```"),
        ])
    func `code keeps its indentation relative to the item`(text: String, prompt: String) throws {
        #expect(try parse(text).map(\.prompt) == [prompt])
    }

    @Test func `a numbered checklist with notes runs, and a parent waits for what is open below it`() throws {
        let tasks = try parse(
            """
            # Implementation Plan

            - [ ] 1. Set up the project
              - Create the directories
              - _Requirements: 1.1, 1.2_
            - [ ] 2. Implement the model
              - [x] 2.1 Write the types
                - _Requirements: 2.1_
              - [ ] 2.2 Write the store
                - Files: store.py
                - Depends on: 1
              - [ ] 2.3 Write tests
                - [ ] 2.3.1 for the types
              - Note: keep it small
            """)
        #expect(tasks.map(\.id) == ["1", "2", "2.1", "2.2", "2.3", "2.3.1"])
        #expect(
            tasks.map(\.prompt) == [
                "Set up the project\n- Create the directories\n- _Requirements: 1.1, 1.2_",
                "Implement the model\n- Note: keep it small", "Write the types\n- _Requirements: 2.1_",
                "Write the store\n- Files: store.py", "Write tests", "for the types",
            ])
        #expect(tasks.map(\.dependsOn) == [[], ["2.2", "2.3"], [], ["1"], ["2.3.1"], []])
    }

    @Test func `a parent that one below it waits for goes first, and an open one below a ticked one is waited for`()
        throws
    {
        #expect(
            try parse("- [ ] 1 a\n  - [ ] 1.1 b\n    - Depends: 1\n  - [ ] 1.2 c\n").map(\.dependsOn) == [
                [], ["1"], [],
            ])
        #expect(try parse("- [ ] 1 a\n  - [x] 2 b\n    - [ ] 3 c\n").map(\.dependsOn) == [["3"], [], []])
        #expect(try parse("- [ ] 1 a\n - [ ] 2 b\n").map(\.dependsOn) == [[], []])
        #expect(try parse("- [ ] 1 a <!-- depends: 2 -->\n  - [ ] 2 b\n").map(\.dependsOn) == [["2"], []])
    }

    @Test(
        arguments: [
            "- Agent: x", "* agent: x", "+ AGENT: x", "1. Agent: x", "- Agent:x", "- Agent : x", "- **Agent:** x",
            "- **Agent**: x",
            "- _Agent: x_", "- Agent: `x`", "- Agent： x", "- Agent:\u{A0}x", "<!-- agent: x -->", "<!--agent:x-->",
            "<!--\n  agent: x\n  -->", "\t- Agent: @x",
        ])
    func `metadata is taken however it is typed`(line: String) throws {
        #expect(try parse("- [ ] 1 a\n  \(line)\n") == [SpawnTask(id: "1", prompt: "a", agent: "x", line: 1)])
    }

    @Test func `metadata goes on where Markdown shows it`() throws {
        let tasks = try parse(
            """
            - [ ] 1 a
            - [ ] 2 b <!-- agent: x --> and more
              - Context: the tests
                live there

                and there
              - Depends:
                - 1
            and lazily
            """)
        #expect(
            tasks.last
                == SpawnTask(
                    id: "2", prompt: "b  and more\nand lazily", agent: "x",
                    context: "the tests\nlive there\n\nand there",
                    dependsOn: ["1"], line: 2))
    }

    @Test func `a note near a key belongs to the prompt, with a warning`() throws {
        var warnings: [String] = []
        let text = "- [ ] 1 a\n  - Agents: b\n  - Todo: c\n  - Contents: d\n  Model: a big one\n"
        let tasks = try TaskFileParser.parse(Array(text.utf8), file: "t.md") { warnings.append("\($0)") }
        #expect(tasks.map(\.prompt) == ["a\n- Agents: b\n- Todo: c\n- Contents: d\nModel: a big one"])
        #expect(
            warnings == [
                "t.md:2: 'Agents' is no key, so it belongs to the prompt; a key is 'Agent'",
                "t.md:4: 'Contents' is no key, so it belongs to the prompt; a key is 'Context'",
                "t.md:5: 'Model' has no bullet, so it belongs to the prompt; metadata is '- Model: …'",
            ])
    }

    @Test func `tasks of Kiro that may be left out are tasks, and ids of Spec Kit are ids`() throws {
        #expect(
            try parse(
                "- [ ] 2. a\n  - [ ]* 2.1 b\n  - [x]* 2.2 c\n1. [ ]* d\n- [ ] T001 [P] e\n- [ ] T0002: f\n  - Depends: T001\n"
            )
                == [
                    SpawnTask(id: "2", prompt: "a", dependsOn: ["2.1"], line: 1),
                    SpawnTask(id: "2.1", prompt: "b", line: 2),
                    SpawnTask(id: "2.2", prompt: "c", isDone: true, line: 3),
                    SpawnTask(id: "1", prompt: "d", line: 4), SpawnTask(id: "T001", prompt: "[P] e", line: 5),
                    SpawnTask(id: "T0002", prompt: "f", dependsOn: ["T001"], line: 6),
                ])
    }

    @Test(arguments: [
        "- [ ]*2.1 x", "- [ ] T1 x", "- [ ] T001x y", "- [ ] TODO x", "- [ ] t001 x", "[ ] T001 x", "- [~] T001 x",
        "- [ T001 x", "☐ T001 x", "- [ ] 1 a\n- [ ] 2 b - [ ] T003 c",
    ])
    func `what is near those is refused`(text: String) {
        #expect(throws: InputError.self) { try parse(text) }
    }

    @Test func `an item among tasks that is none is refused where it has an id, else there is a warning`() throws {
        let refusal = "this item stands among tasks and has no box; "
        for text in [
            "- [ ] 1 a\n- 2 b\n- [ ] 3 c\n", "1. [ ] a\n2. b\n", "- [ ] 1 a\n\n* 1.2 b", "- [ ] 1 a\n- T002 b",
        ] {
            #expect { try parse(text) } throws: { "\($0)".contains(refusal) }
        }
        var warnings: [String] = []
        let text = "- [ ] 1 a\n- a note\n- another\n- [ ] 2 b\n\nText\n- 3 of these are text\n\n# Notes\n1. text\n"
        let tasks = try TaskFileParser.parse(Array(text.utf8), file: "t.md") { warnings.append("\($0)") }
        #expect(tasks.map(\.prompt) == ["a", "b"])
        #expect(warnings.map { $0.prefix(14) } == ["t.md:2: this i", "t.md:3: this i"])
    }

    @Test func `metadata below no task is not passed over in silence`() throws {
        #expect { try parse("- [ ] 1 a\n\nAgent: coder\n") } throws: {
            "\($0)".contains("'Agent' stands below no task")
        }
        var warnings: [String] = []
        let text =
            "---\nmodel: opus\ntitle: x\n---\n- [ ] 1 a\n  - Requires: 2\n- [ ] 2 b\n\n# Notes\nContext: two words\n"
        _ = try TaskFileParser.parse(Array(text.utf8), file: "t.md") { warnings.append("\($0)") }
        #expect(
            warnings == [
                "t.md:2: 'model' stands below no task, so nothing is made of it",
                "t.md:6: 'Requires' is no key, so it belongs to the prompt; a key is 'Depends'",
            ])
    }

    @Test(arguments: [true, false])
    func `UTF-16 is refused with or without its mark`(hasMark: Bool) {
        let mark: [UInt8] = hasMark ? [0xFF, 0xFE] : []
        let bytes = mark + "- [ ] 1 a\n".utf8.flatMap { [$0, 0] as [UInt8] }
        #expect { try TaskFileParser.parse(bytes, file: "t.md") } throws: {
            "\($0)" == "t.md:1: \(hasMark ? "this is" : "a null character, as in") UTF-16; a task file must be UTF-8"
        }
    }

    /// A file of nothing but one kind of line, below a task.
    @Test(arguments: [
        "- [ ] 1.N Task N\n  more of it\n  - Agent: coder\n", "  text | and (a) bar\n", "  - an item\n",
        "  - Context: begins\n    goes on\n",
    ])
    func `reading takes time in proportion to the size`(kind: String) throws {
        #expect(
            try growsWithSize(from: 3000) { count in
                // Metadata stands once below a task, and goes on for as long as somebody likes.
                let lines =
                    kind.contains("Context")
                    ? kind + String(repeating: "    goes on\n", count: count)
                    : (1...count).map { kind.replacing("N ", with: "\($0) ") }.joined()
                _ = try TaskFileParser.parse(Array(("- [ ] 1 first\n" + lines).utf8), file: "t.md")
            })
    }

    @Test func `a hundred thousand tasks are read in order`() throws {
        let text = (1...100_000).map { "- [ ] 1.\($0) Task \($0)\n  - Agent: coder\n" }.joined()
        let tasks = try parse(text)
        #expect(tasks.count == 100_000)
        #expect(
            tasks.last == SpawnTask(id: "1.100000", prompt: "Task 100000", agent: "coder", line: 199_999))
    }
}
