using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using RustKernel.Services.Programs;
using RustKernel.Services.Shell.Blocks;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Shell;

/// <summary>
/// The programs that the shell has started: starts them through Init, sends lines to the one in the foreground, shows their output, handles
/// their end. A program's messages carry the number of its job in their badge.
/// </summary>
internal sealed class JobTable
{
    private const ulong FirstBadge = 1ul << 32;
    private const uint PipeMessages = 16;
    private const int PieceBytes = 63;
    private const Rights ReadPipe = Rights.Receive | Rights.Duplicate | Rights.Transfer;
    private const Rights WritePipe = Rights.Send | Rights.Duplicate | Rights.Transfer;
    private readonly Terminal _terminal;
    private readonly ProgramStore _store;
    private readonly List<Job> _jobs = new();
    private readonly byte[] _line = new byte[BlockFrame.MostBytes];
    private int _next = 1;
    private FileStream? _output;
    private string? _input;

    internal JobTable(Terminal terminal, ProgramStore store)
    {
        _terminal = terminal;
        _store = store;
    }

    /// <summary>The job that has the keys; null: the prompt has them.</summary>
    internal Job? Foreground { get; private set; }

    /// <summary>There are jobs.</summary>
    internal bool IsAny => _jobs.Count > 0;

    /// <summary>A job in the background has written: the prompt's line must be shown again.</summary>
    internal bool HasWritten { get; set; }

    /// <summary>Redirects the next job: its output to a file (null: not), its input from a file.</summary>
    internal void Redirect(string? output, bool appends, string? input)
    {
        _output = output is null ? null : new FileStream(output, appends ? FileMode.Append : FileMode.Create);
        _input = input;
    }

    /// <summary>
    /// Starts the programs of <paramref name="words"/>, with <c>|</c> between them and <c>&amp;</c> at the end. Reports what cannot be
    /// started.
    /// </summary>
    internal void Run(string[] words, bool isRemote)
    {
        (FileStream? output, string? input) = (_output, _input);
        (_output, _input) = (null, null);
        List<List<string>> commands = Parts(words, out bool isBackground);
        List<StoredProgram> programs = new();
        Job job;
        ErrorCode error;
        try
        {
            if (!Find(commands, programs))
            {
                output?.Dispose();
                return;
            }

            job = new(_next++, string.Join(" ", words), isBackground, isRemote) { File = output };
            _jobs.Add(job);
            error = Connect(job, commands, programs);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            CommandTable.Close(output);
            Say($"run: {wrong.Message}\n");
            return;
        }
        finally
        {
            Forget(programs);
        }

        if (error != ErrorCode.None)
        {
            Say($"{job.Line}: {FaultText.Of(error)}\n");
            job.Code = ulong.MaxValue;
            Kill(job);
            End(job);
            return;
        }

        if (input is not null)
        {
            Feed(job.Input!, input);
        }
        else if (isBackground)
        {
            CloseInput(job);
        }

        if (isBackground)
        {
            Say($"[{job.Number}] {job.Line}\n");
        }
        else
        {
            Foreground = job;
        }
    }

    /// <summary>
    /// Passes input from the other end of the line on to the job in the foreground, as far as that has room. True: some input waits.
    /// </summary>
    internal bool PassInput()
    {
        if (Foreground is not { Remote: { } remote, Input: { } input })
        {
            return false;
        }

        remote.Pass((bytes, at, count) => input.Write(new ReadOnlySpan<byte>(bytes, at, count)) == ErrorCode.None);
        int answer = remote.Answer(_line);
        if (answer > 0)
        {
            _ = _terminal.Write(new ReadOnlySpan<byte>(_line, 0, answer));
        }

        return remote.IsWaiting;
    }

    /// <summary>Sends a typed line to the job in the foreground.</summary>
    internal void Type(string line)
    {
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(line + "\n");
        for (int at = 0; Foreground is { Input: { } input } && at < bytes.Length; at += PieceBytes)
        {
            ReadOnlySpan<byte> piece = bytes.Slice(at, Math.Min(PieceBytes, bytes.Length - at));
            if (input.Write(piece) != ErrorCode.None)
            {
                Say("the program does not read: that line is lost\n");
                return;
            }
        }
    }

    /// <summary>Ctrl-D: ends the input of the job in the foreground.</summary>
    internal void CloseInput()
    {
        if (Foreground is not null)
        {
            CloseInput(Foreground);
        }
    }

    /// <summary>Ctrl-C: ends the job in the foreground.</summary>
    internal void Interrupt()
    {
        if (Foreground is not null)
        {
            Kill(Foreground);
        }
    }

    /// <summary>Takes the output of a program.</summary>
    internal void Write(Badge badge, ReadOnlySpan<byte> bytes)
    {
        Job? job = null;
        foreach (Job one in _jobs)
        {
            job = badge.Value == FirstBadge + (ulong)one.Number ? one : job;
        }

        if (job?.File is not null)
        {
            Store(job, bytes);
            return;
        }

        if (job is { IsRemote: true } && job == Foreground)
        {
            Send(job, bytes);
            return;
        }

        if (job is null || job == Foreground)
        {
            _ = _terminal.Write(bytes);
            return;
        }

        foreach (byte value in bytes)
        {
            job.Output.Add(value);
            if (value == (byte)'\n')
            {
                ShowLine(job);
            }
        }
    }

    /// <summary>A program has ended, but its last output still waits at this port: look again once that has been taken.</summary>
    internal bool HasUnheard { get; private set; }

    /// <summary>Some program has ended. True: the prompt has the keys again.</summary>
    internal bool LookForEnded()
    {
        HasUnheard = false;
        bool hadForeground = Foreground is not null;
        for (int i = _jobs.Count - 1; i >= 0; i--)
        {
            Look(_jobs[i]);
        }

        return hadForeground && Foreground is null;
    }

    /// <summary>jobs.</summary>
    internal void List()
    {
        foreach (Job job in _jobs)
        {
            Say($"[{job.Number}] {job.Line}\n");
        }
    }

    private static List<List<string>> Parts(string[] words, out bool isBackground)
    {
        isBackground = words.Length > 0 && words[^1] == "&";
        List<List<string>> commands = [new()];
        for (int i = 0; i < words.Length - (isBackground ? 1 : 0); i++)
        {
            if (words[i] == "|")
            {
                commands.Add(new());
            }
            else
            {
                commands[^1].Add(words[i]);
            }
        }

        return commands;
    }

    // A program for each command: sent programs have names, others paths. False: one does not exist, which was reported.
    private bool Find(List<List<string>> commands, List<StoredProgram> programs)
    {
        foreach (List<string> command in commands)
        {
            StoredProgram? program = command.Count == 0 ? null
                : FileProgram.IsPath(command[0]) ? FileProgram.Open(command[0])
                : _store.Find(command[0]);
            if (program is null)
            {
                Say(command.Count == 0
                    ? "run PROGRAM [ARGUMENTS] [| PROGRAM ...] [&]\n"
                    : $"{command[0]}: no such program; /data/{command[0]} would be a file, and rk service run sends one\n");
                return false;
            }

            programs.Add(program);
        }

        return true;
    }

    // Forgets programs from file systems, which are not kept.
    private void Forget(List<StoredProgram> programs)
    {
        foreach (StoredProgram program in programs)
        {
            if (_store.Find(program.Name) != program)
            {
                program.Drop();
            }
        }
    }

    // Starts the last program first, so that each program's output has a reader.
    private ErrorCode Connect(Job job, List<List<string>> commands, List<StoredProgram> programs)
    {
        Handle<Port> pipe = default;
        for (int i = commands.Count - 1; i >= 0; i--)
        {
            ErrorCode error = Kernel.PortCreate(PipeMessages, out Handle<Port> input);
            if (error == ErrorCode.None)
            {
                error = Start(job, programs[i], commands[i], input, pipe);
                pipe = input;
                job.Input = new StreamClient(pipe);
            }

            if (error != ErrorCode.None)
            {
                return error;
            }
        }

        return ErrorCode.None;
    }

    private ErrorCode Start(Job job, StoredProgram program, List<string> command, Handle<Port> input, Handle<Port> pipe)
    {
        ErrorCode error = program.Copy(out Handle<Memory> memory);
        Handle<Port> read = default, write = default;
        error = error == ErrorCode.None ? Kernel.HandleDuplicate(input, ReadPipe, out read) : error;
        if (error == ErrorCode.None)
        {
            error = !pipe.IsNone
                ? Kernel.HandleDuplicate(pipe, WritePipe, out write)
                : Kernel.HandleDuplicate(Own.Port, WritePipe, new Badge(FirstBadge + (ulong)job.Number), out write);
        }

        if (error != ErrorCode.None)
        {
            memory.Close();
            read.Close();
            return error;
        }

        error = InitClient.Load(
            new ProgramStart
            {
                Name = program.Name,
                Manifest = program.Manifest,
                Arguments = string.Join("\n", command.GetRange(1, command.Count - 1).ToArray()),
                Bytes = (ulong)program.ProgramBytes,
                Memory = memory,
                Input = read,
                Output = write,
            },
            out uint number);
        if (error == ErrorCode.None)
        {
            job.Members.Insert(0, new JobMember((int)number, InitClient.Describe((int)number)?.Name ?? program.Name, pipe));
        }

        return error;
    }

    private void Look(Job job)
    {
        bool isOver = true;
        for (int i = job.Members.Count - 1; i >= 0; i--)
        {
            JobMember member = job.Members[i];
            if (!member.IsOver && InitClient.Describe(member.Number) is not { IsRunning: true })
            {
                // Check only once its end is known: it may write and end while Init is asked.
                if (Kernel.HandleInfo(Own.Port, out HandleInfoResults info) == ErrorCode.None && info.Waiting > 0)
                {
                    HasUnheard = true;
                    return;
                }

                MemberEnded(job, member, isLast: i == job.Members.Count - 1);
            }

            isOver &= member.IsOver;
        }

        if (isOver)
        {
            End(job);
        }
    }

    private void MemberEnded(Job job, JobMember member, bool isLast)
    {
        member.IsOver = true;
        _ = InitClient.LastEnd(member.Number, out ExitCause cause, out ulong code, out _, out _);
        string how = cause switch
        {
            ExitCause.Exited => $"exit code {(code > int.MaxValue ? "0x" + MessageText.Hex(code) : code.ToString())}",
            ExitCause.Killed => "ended",
            _ => "failed",
        };
        if (isLast || cause != ExitCause.Exited || code != 0)
        {
            Note(job, $"{member.Name}: {how}\n");
        }

        if (!member.Pipe.IsNone)
        {
            // It may have ended without closing the stream.
            _ = new StreamClient(member.Pipe) { RoomTicks = Own.Ticks(PipeMilliseconds) }.Write(default);
        }

        if (isLast)
        {
            job.Code = cause == ExitCause.Exited ? code : ulong.MaxValue;

            // No one reads the output of the others.
            Kill(job);
        }
    }

    private const ulong PipeMilliseconds = 100;

    private static void Kill(Job job)
    {
        foreach (JobMember member in job.Members)
        {
            if (!member.IsOver)
            {
                _ = InitClient.Command(member.Name, ServiceCommand.Kill);
            }
        }
    }

    private void End(Job job)
    {
        _ = _jobs.Remove(job);
        foreach (JobMember member in job.Members)
        {
            member.Pipe.Close();
        }

        job.Input?.Port.Close();
        if (job.File is FileStream file)
        {
            CloseFile(job, file);
        }

        if (job.Output.Count > 0)
        {
            job.Output.Add((byte)'\n');
            ShowLine(job);
        }

        Foreground = Foreground == job ? null : Foreground;
        if (job.IsRemote)
        {
            TellEnd(job.Code, job.Sent);
        }
    }

    private void CloseFile(Job job, FileStream file)
    {
        try
        {
            file.Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Say($"{job.Line}: {error.Message}\n");
        }
    }

    // In frames, so that no line of the log is mistaken for the program's output. Each frame is short enough for Console: a line in between
    // makes it write the bottom line again.
    private void Send(Job job, ReadOnlySpan<byte> bytes)
    {
        for (int at = 0; at < bytes.Length; at += PieceBytes)
        {
            ReadOnlySpan<byte> piece = bytes.Slice(at, Math.Min(PieceBytes, bytes.Length - at));
            int count = BlockFrame.Write(_line, FrameKind.Output, 0, job.Sent, piece);
            job.Sent += (uint)piece.Length;
            _ = _terminal.Write(new ReadOnlySpan<byte>(_line, 0, count));
        }
    }

    private void TellEnd(ulong code, uint sent)
    {
        Span<byte> payload = stackalloc byte[8];
        for (int i = 0; i < payload.Length; i++)
        {
            payload[i] = (byte)(code >> (8 * i));
        }

        int count = BlockFrame.Write(_line, FrameKind.Ended, 0, sent, payload);
        _ = _terminal.Write(new ReadOnlySpan<byte>(_line, 0, count));
    }

    private void CloseInput(Job job)
    {
        if (job.Input is { } input)
        {
            input.RoomTicks = Own.Ticks(PipeMilliseconds);
            _ = input.Write(default);
            input.RoomTicks = 0;
        }
    }

    // A write error is reported once; from then on the terminal gets the output.
    private void Store(Job job, ReadOnlySpan<byte> bytes)
    {
        FileStream file = job.File!;
        try
        {
            file.Write(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            job.File = null;
            Say($"{job.Line}: {error.Message}\n");
            CommandTable.Close(file);
        }
    }

    // On a separate thread, as it waits while the program does not read.
    private static void Feed(StreamClient to, string file)
    {
        StreamClient client = new(to.Port) { RoomTicks = Kernel.Never };
        new System.Threading.Thread(() =>
        {
            try
            {
                byte[] piece = new byte[PieceBytes];
                using FileStream stream = File.OpenRead(file);
                for (int count = 1; count > 0;)
                {
                    // An empty piece: the end.
                    count = stream.Read(piece, 0, piece.Length);
                    count = client.Write(piece.AsSpan(0, count)) == ErrorCode.None ? count : 0;
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                _ = client.Write(default);
            }
        }).Start();
    }

    private void Note(Job job, string text)
    {
        if (job.IsBackground)
        {
            foreach (byte value in Encoding.UTF8.GetBytes($"[{job.Number}] " + text))
            {
                job.Output.Add(value);
            }

            ShowLine(job);
        }
        else
        {
            Say(text);
        }
    }

    // Above the line that is being typed.
    private void ShowLine(Job job)
    {
        _ = _terminal.Write("\r\u001b[K");
        _ = _terminal.Write(job.Output.ToArray());
        job.Output.Clear();
        HasWritten = true;
    }

    private void Say(string text) => _ = _terminal.Write(text);
}
