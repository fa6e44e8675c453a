// The logs of the last boots, as files: a separate process beside Log, so that Log never waits for a disk.

using System;
using System.Collections.Generic;
using System.Text;
using RustKernel.Runtime;
using RustKernel.Services.FileSystems;
using RustKernel.Services.Storage;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Log;

/// <summary>
/// The service <c>journal</c>. From time to time it asks Log for new text and appends it to this boot's file in <c>/data/log</c>. Without
/// <c>/data</c> it only looks again, seldom. Each boot has a number, which names its file. Shared memory holds this boot's number and how
/// much of the log is written, for the successor of this process.
/// </summary>
internal sealed class Journal : Service, IJournal
{
    /// <summary>Bytes of the shared memory.</summary>
    internal const ulong MemoryBytes = 4096;

    /// <summary>Boots whose logs are kept, including this one.</summary>
    private const int MostBoots = 16;

    // When a file has this many, it begins again with what Log still has, which is half as much.
    private const ulong MostBytes = 256 * 1024;

    // Most text that one look takes from Log: a program that writes all the time must not keep it here.
    private const int MostOfLook = 64 * 1024;
    private const ulong LookMilliseconds = 1000;
    private const ulong AnswerMilliseconds = 2000;

    // Looks between two attempts while /data is missing.
    private const int SeldomLooks = 30;
    private const int NumberAt = 0;
    private const int PositionAt = 8;
    private const int HasKeptAt = 16;
    private readonly MappedMemory _state;
    private readonly LogClient _log = new(InitClient.PortOf("log")) { TimeoutTicks = Own.Ticks(AnswerMilliseconds) };
    private int _wait;

    internal Journal(MappedMemory state)
    {
        _state = state;
        Serve(new JournalDispatcher(this));
    }

    private ulong Number
    {
        get => _state.Read(NumberAt);
        set => _state.Write(NumberAt, value);
    }

    private ulong Position
    {
        get => _state.Read(PositionAt);
        set => _state.Write(PositionAt, value);
    }

    private string File => BootLogName.PathOf(Number);

    /// <summary>Begins to look. Errors as <see cref="SystemCall.TimerCreate"/>.</summary>
    internal ErrorCode Begin()
    {
        ErrorCode error = Kernel.TimerCreate(Port, default, out Handle<Timer> timer);
        return error == ErrorCode.None
            ? Kernel.TimerSet(timer, Own.In(1), Own.Ticks(LookMilliseconds))
            : error;
    }

    /// <inheritdoc/>
    public ErrorCode Boot(out ulong number)
    {
        Look();
        number = _wait == 0 ? Number : 0;
        return ErrorCode.None;
    }

    /// <inheritdoc/>
    protected override void OnSignal(Badge badge)
    {
        if (_wait > 0)
        {
            _wait--;
        }
        else
        {
            Look();
        }
    }

    // Text that cannot be written stays in Log, and is written when that is possible.
    private void Look() => _wait = Write() == ErrorCode.None ? 0 : SeldomLooks;

    private ErrorCode Write()
    {
        ErrorCode error = Number == 0 ? BeginBoot() : ErrorCode.None;
        ulong next = Position;
        byte[] text = [];
        error = error == ErrorCode.None ? Take(ref next, MostOfLook, out text) : error;
        if (error == ErrorCode.None && text.Length > 0)
        {
            error = Add(File, text, isLimited: true, ref next);
            Position = error == ErrorCode.None ? next : Position;
        }

        return error;
    }

    // Log's text from a position; moves the position to the end of that text.
    private ErrorCode Take(ref ulong next, int most, out byte[] text)
    {
        List<byte> all = new();
        byte[] piece = [0];
        ErrorCode error = ErrorCode.None;
        while (error == ErrorCode.None && piece.Length > 0 && all.Count < most)
        {
            error = _log.Read(next, out piece, out next);
            all.AddRange(piece);
            Pulse.Beat();
        }

        text = all.ToArray();
        return error;
    }

    // This boot's number follows the last one. The text that a panic left belongs to the boot before.
    private ErrorCode BeginBoot()
    {
        ErrorCode error = FileProvider.Current.CreateDirectory(BootLogName.Directory);
        if (error is not (ErrorCode.None or ErrorCode.AlreadyExists))
        {
            return error;
        }

        List<ulong> numbers = new();
        error = Numbers(numbers);
        if (error != ErrorCode.None)
        {
            return error;
        }

        ulong last = numbers.Count == 0 ? 0 : numbers[^1];
        byte[] kept = _state.Read(HasKeptAt) != 0 ? [] : KeptText.Find(_log);
        if (kept.Length > 0)
        {
            ulong none = 0;
            error = Add(BootLogName.PathOf(Math.Max(last, 1)), kept, isLimited: false, ref none);
        }

        if (error != ErrorCode.None)
        {
            return error;
        }

        // So a successor does not append it again.
        _state.Write(HasKeptAt, 1);

        for (int i = 0; i <= numbers.Count - MostBoots; i++)
        {
            _ = FileProvider.Current.Remove(BootLogName.PathOf(numbers[i]), isDirectory: false);
        }

        Number = Math.Max(last, kept.Length == 0 ? 0 : 1ul) + 1;
        return ErrorCode.None;
    }

    // In order. Other names are not ours.
    private static ErrorCode Numbers(List<ulong> numbers)
    {
        ulong place = 0;
        DirectoryEntry[] some = [default];
        ErrorCode error = ErrorCode.None;
        while (error == ErrorCode.None && some.Length > 0)
        {
            error = FileProvider.Current.List(BootLogName.Directory, ref place, out some);
            foreach (DirectoryEntry entry in some)
            {
                if (BootLogName.TryRead(entry.Name, out ulong number))
                {
                    numbers.Add(number);
                }
            }
        }

        numbers.Sort();
        return error;
    }

    // next: the position in Log after the text, or after what was written instead of it.
    private ErrorCode Add(string file, byte[] text, bool isLimited, ref ulong next)
    {
        ErrorCode error = FileProvider.Current.Open(
            file,
            FileOpening.Read | FileOpening.Write | FileOpening.Create,
            out ProvidedFile? open);
        if (open is null)
        {
            return error;
        }

        error = open.GetSize(out ulong size);
        if (error == ErrorCode.None && isLimited && size + (ulong)text.Length > MostBytes)
        {
            error = BeginAgain(open, out text, ref next);
            size = error == ErrorCode.None ? 0 : size;
        }

        error = error == ErrorCode.None ? open.Write(size, text) : error;
        if (error != ErrorCode.None)
        {
            // Part of the text may be there; it is written again later with the rest.
            _ = open.SetSize(size);
        }

        open.Close();
        return error;
    }

    // Reads all that Log still has before it cuts the file: an error of Log must not cost the file's contents.
    private ErrorCode BeginAgain(ProvidedFile open, out byte[] text, ref ulong next)
    {
        text = [];
        ulong from = 0;
        ErrorCode error = Take(ref from, (int)MostBytes / 2, out byte[] all);
        error = error == ErrorCode.None ? open.SetSize(0) : error;
        if (error != ErrorCode.None)
        {
            return error;
        }

        // Nothing counts as written until this is.
        Position = 0;
        next = from;
        List<byte> whole = new();
        whole.AddRange(Encoding.UTF8.GetBytes("[what came before is no longer kept]\n"));
        whole.AddRange(all);
        text = whole.ToArray();
        return ErrorCode.None;
    }
}
