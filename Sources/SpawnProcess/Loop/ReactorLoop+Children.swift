internal import Glibc
internal import SpawnCore

extension ReactorLoop {
    func start(_ spec: ProcessSpec, as attempt: AttemptID) {
        do throws(SystemError) {
            let child = try launch(spec, as: attempt)
            children[child.slot] = child
            slotOfAttempt[attempt] = child.slot
            live[attempt] = child.output
            orphans?.began(attempt, child)
            tell(attempt, .started(pid: child.pid))
        } catch {
            tell(attempt, .startFailed(StartFailure(error, starting: spec)))
        }
    }

    private func launch(_ spec: ProcessSpec, as attempt: AttemptID) throws(SystemError) -> ChildProcess {
        let launched = try launcher.launch(spec)
        let slot = freeSlots.popLast() ?? children.count
        if slot == children.count { children.append(nil) }
        generation &+= 1
        let child = ChildProcess(
            launched, spec, as: attempt, at: clock.now, slot: slot, generation: generation,
            reader: reading?.makeReader(for: spec))
        prepareSpills(of: child)
        do throws(SystemError) {
            try epoll.add(child.exit.number, .read, child.key(.exit))
            try epoll.add(child.number(of: .stdout), .read, child.key(.stdout))
            try epoll.add(child.number(of: .stderr), .read, child.key(.stderr))
            let stdin = child.number(of: .stdin)
            if stdin >= 0 { try epoll.add(stdin, .write, child.key(.stdin)) }
        } catch {
            for stream in [ChildStream.stdin, .stdout, .stderr] { epoll.remove(child.number(of: stream)) }
            epoll.remove(child.exit.number)
            ChildLauncher.destroy([child.pid])
            freeSlots.append(slot)
            throw error
        }
        return child
    }

    /// Feeds the child's machine and does what it answers.
    func perform(_ input: ProcessMachine.Input, on child: ChildProcess) {
        for action in child.machine.handle(input) {
            switch action {
            case .askTreeToEnd: signalTree(of: child, SIGTERM)
            case .killTree: signalTree(of: child, SIGKILL)
            case .armGrace(let grace): armTimer(.grace, at: clock.now + grace, for: child)
            case .drain(let stream): drain(stream, of: child)
            case .close(let stream):
                epoll.remove(child.number(of: stream))
                child.close(stream)
            case .reap: child.reap()
            case .letLinger: letLinger(child)
            case .report: report(child)
            case .abandon: abandon(child)
            case .forget: forget(child)
            }
        }
    }

    func armTimer(_ purpose: ChildTimer.Purpose, at deadline: Moment, for child: ChildProcess) {
        timers.add(ChildTimer(purpose: purpose, slot: child.slot, generation: child.generation), at: deadline)
    }

    private func report(_ child: ChildProcess) {
        guard let exit = child.status else { preconditionFailure("A child was reported before it was reaped.") }
        report(child, exit)
    }

    /// Its attempt is over. It is watched still, to be collected should it end.
    private func abandon(_ child: ChildProcess) {
        let survivor = ProcessEntry(child.pid)?.survivor
        report(
            child, .signalled(SIGKILL),
            unended: survivor ?? LeakedProcess(pid: child.pid, command: child.spec.executable))
        child.spills = nil
    }

    private func forget(_ child: ChildProcess) {
        epoll.remove(child.exit.number)
        children[child.slot] = nil
        freeSlots.append(child.slot)
    }

    private func report(_ child: ChildProcess, _ exit: ExitStatus, unended: LeakedProcess? = nil) {
        reportProgress(of: child)
        let output = child.output.snapshot
        let verdict = verdict(exit, output, of: child)
        // What it left behind dies with it, unless it was given a time of its own.
        orphans?.end(child.attempt, killingAt: clock.now)
        slotOfAttempt[child.attempt] = nil
        tellWhenClosed(
            ProcessReport(
                exit: exit, stdout: output.stdout, stderr: output.stderr, finding: verdict.finding,
                hasResult: verdict.hasResult, agent: verdict.agent, leaks: child.leaks, unended: unended,
                peakMemory: child.peakMemory),
            of: child)
    }

    /// What its text says. Where all is ended in no time nobody asks.
    private func verdict(_ exit: ExitStatus, _ output: LiveOutput, of child: ChildProcess) -> OutputVerdict {
        guard !isAlone, let reader = child.reader else { return OutputVerdict() }
        return reader.finish(
            ChildEnd(exit, wasAsked: child.wasAskedToEnd), stdout: output.stdout, stderr: output.stderr,
            now: Clock.epochSeconds)
    }

    /// Tells the end of an attempt. Nothing more is known of it from here on.
    func tellEnd(of attempt: AttemptID, _ report: ProcessReport) {
        live[attempt] = nil
        tell(attempt, .ended(report))
    }

    func tell(_ attempt: AttemptID, _ kind: ProcessEvent.Kind) {
        events.append(ProcessEvent(attempt: attempt, moment: clock.now, kind: kind))
    }
}
