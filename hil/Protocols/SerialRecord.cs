// Everything a serial line has said in a run, read as protocol 1. The one reader of serial bytes in the rig.

using System;
using System.Collections.Generic;
using System.Text;

namespace RustKernel.Hil.Protocols;

/// <summary>
/// Takes the bytes of a serial line as they arrive and keeps what they mean: boot stages, test documents, panics,
/// problems. Memory is bounded by the documents' size, not by the number of bytes. Not thread-safe.
/// </summary>
public sealed class SerialRecord
{
    private const int MaximumProblems = 50;
    private const string Ready = "# ready";
    private readonly LineSplitter _splitter = new();
    private readonly KtapReader _ktap;
    private readonly List<StageReached> _stages = [];
    private readonly List<PanicReport> _panics = [];
    private readonly List<UnknownSuite> _unknownSuites = [];
    private readonly List<string> _problems = [];
    private bool _inPanic;

    /// <summary>An empty record.</summary>
    public SerialRecord() => _ktap = new KtapReader(AddProblem);

    /// <summary>Bytes received.</summary>
    public long Bytes { get; private set; }

    /// <summary>What kind of bytes they are.</summary>
    public ByteCensus Census { get; } = new();

    /// <summary>What a Raspberry Pi's firmware said.</summary>
    public FirmwareLog Firmware { get; } = new();

    /// <summary>When the first byte arrived, ns since the run's start; 0 before.</summary>
    public long FirstByteNanoseconds { get; private set; }

    /// <summary>Lines received.</summary>
    public long Lines { get; private set; }

    /// <summary>When the last byte arrived, ns since the run's start.</summary>
    public long LastByteNanoseconds { get; private set; }

    /// <summary>The last line that was not empty.</summary>
    public string LastLine { get; private set; } = "";

    /// <summary>How often <see cref="LastLine"/> came in a row.</summary>
    public long LastLineRepeats { get; private set; }

    /// <summary>The line that has begun but not ended.</summary>
    public string UnfinishedLine => Encoding.UTF8.GetString(_splitter.Pending);

    /// <summary>The boot stages reached, in the order of arrival, each once.</summary>
    public IReadOnlyList<StageReached> Stages => _stages;

    /// <summary>How often the banner came after the first time: the machine started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>How far the machine had got when it started again for the first time; empty when it never did.</summary>
    public string PositionBeforeRestart { get; private set; } = "";

    /// <summary>The "Build:" line's words behind the colon; empty before it.</summary>
    public string Build { get; private set; } = "";

    /// <summary>The test documents, the last one possibly incomplete.</summary>
    public IReadOnlyList<KtapDocument> Documents => _ktap.Documents;

    /// <summary>The test document being received; null outside of one.</summary>
    public KtapDocument? OpenDocument => _ktap.Open;

    /// <summary>The panics, the last one possibly unfinished.</summary>
    public IReadOnlyList<PanicReport> Panics => _panics;

    /// <summary>The suites the kernel said it does not have.</summary>
    public IReadOnlyList<UnknownSuite> UnknownSuites => _unknownSuites;

    /// <summary>True when the shell has shown its prompt in this boot.</summary>
    public bool HasShell { get; private set; }

    /// <summary>True when the machine waits for a command: at the shell's prompt, or behind "# ready".</summary>
    public bool AwaitsCommand => ShellPrompt.IsAlone(_splitter.Pending) || (LastLine == Ready && _splitter.Pending.Length == 0);

    /// <summary>True when something is typed behind the shell's prompt, but not entered.</summary>
    public bool HasUnenteredCommand => ShellPrompt.Begins(_splitter.Pending) && !ShellPrompt.IsAlone(_splitter.Pending);

    /// <summary>How often "# ready" came.</summary>
    public int ReadyCount { get; private set; }

    /// <summary>What was damaged, missing or contradictory, in the order of arrival (the first 50).</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Takes <paramref name="bytes"/>, received at <paramref name="nanoseconds"/> since the run's start.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, long nanoseconds)
    {
        if (bytes.Length == 0)
            return;
        if (Bytes == 0)
            FirstByteNanoseconds = nanoseconds;
        Bytes += bytes.Length;
        LastByteNanoseconds = nanoseconds;
        Census.Feed(bytes);

        _splitter.Feed(bytes, nanoseconds, TakeLine);
        if (!HasShell && ShellPrompt.Begins(_splitter.Pending))
            TakeShell(nanoseconds);
    }

    /// <summary>How far the machine got, in words: "nothing", "FrameAllocator", "test lang.switch" …</summary>
    public string Position()
    {
        if (_ktap.Open is { } document)
        {
            if (document.Tests.Count > 0 && document.Tests[^1].Suite == document.CurrentSuite)
                return $"test {document.Tests[^1].Suite}.{document.Tests[^1].Name}";
            return document.CurrentSuite.Length > 0 ? $"the start of suite {document.CurrentSuite}" : "the start of the test document";
        }

        if (Documents.Count > 0 && Documents[^1].IsComplete)
            return "# done";
        if (_stages.Count > 0)
            return _stages[^1].Stage.Name;
        if (Firmware.Stage.Length > 0)
            return $"the firmware: {Firmware.Stage}";
        return Bytes == 0 ? "nothing" : "bytes without any line of the kernel";
    }

    private void AddProblem(string message)
    {
        _ktap.Distrust();
        if (_problems.Count < MaximumProblems)
            _problems.Add($"line {Lines}: {message}");
    }

    private void TakeLine(ReadOnlySpan<byte> line, long startNanoseconds, long endNanoseconds, bool overlong)
    {
        Lines++;
        string text = Encoding.UTF8.GetString(line);
        CountRepeats(text);
        if (overlong)
            AddProblem($"a line is longer than {LineSplitter.MaximumLineBytes} bytes");
        if (TakePanic(text) || TakeAnswer(text) || _ktap.Take(line, endNanoseconds))
            return;
        if (BootStage.Recognise(text) is { } stage)
            TakeStage(stage, text, endNanoseconds);
        else if (ShellPrompt.Begins(line))
            TakeShell(endNanoseconds);
        else
            TakeFirmware(text);
    }

    private void CountRepeats(string text)
    {
        if (text.Length == 0)
            return;
        LastLineRepeats = text == LastLine ? LastLineRepeats + 1 : 1;
        LastLine = text;
    }

    private bool TakePanic(string text)
    {
        const string Mark = "PANIC: ";
        int at = text.IndexOf(Mark, StringComparison.Ordinal);
        if (at >= 0 && !text.StartsWith("# ", StringComparison.Ordinal))
        {
            string reason = text[(at + Mark.Length)..];
            if (_inPanic)
                _panics[^1].AddAgain(reason.StartsWith("again: ", StringComparison.Ordinal) ? reason["again: ".Length..] : reason);
            else
                _panics.Add(new PanicReport(reason));
            _inPanic = true;
            return true;
        }

        if (text.EndsWith("# panic end", StringComparison.Ordinal) && _panics.Count > 0)
        {
            _panics[^1].IsEnded = true;
            _inPanic = false;
            return true;
        }

        if (!_inPanic)
            return false;
        _panics[^1].Add(text);
        return !text.StartsWith(BootStage.All[0].Prefix, StringComparison.Ordinal);
    }

    private bool TakeAnswer(string text)
    {
        const string UnknownMark = "# unknown suite: ";
        if (text == Ready)
        {
            ReadyCount++;
            return true;
        }

        if (!text.StartsWith(UnknownMark, StringComparison.Ordinal))
            return false;
        string answer = text[UnknownMark.Length..];
        int known = answer.IndexOf(" (known: ", StringComparison.Ordinal);
        _unknownSuites.Add(known < 0
            ? new UnknownSuite(answer, "")
            : new UnknownSuite(answer[..known], answer[(known + " (known: ".Length)..].TrimEnd(')')));
        return true;
    }

    /// <summary>A boot loader that begins behind a kernel's line: the board was reset.</summary>
    private void TakeFirmware(string text)
    {
        int starts = Firmware.Starts;
        if (!Firmware.Take(text) || Firmware.Starts == starts || _stages.Count == 0)
            return;
        TakeRestart();
    }

    private void TakeRestart()
    {
        if (Restarts == 0)
            PositionBeforeRestart = Position();
        Restarts++;
        HasShell = false;
        _inPanic = false;
        _ktap.Abandon();
    }

    private void TakeShell(long nanoseconds)
    {
        HasShell = true;
        TakeStage(BootStage.Shell, BootStage.Shell.Prefix, nanoseconds);
    }

    private void TakeStage(BootStage stage, string text, long endNanoseconds)
    {
        bool seen = _stages.Exists(reached => reached.Stage == stage);
        if (stage == BootStage.All[0] && seen)
            TakeRestart();

        if (stage.Name == "Build" && Build.Length == 0)
            Build = text[stage.Prefix.Length..];
        if (!seen)
            _stages.Add(new StageReached(stage, text, endNanoseconds));
    }
}
