// What Init knows of this process: its program, its output, its arguments and environment; and the key for random numbers. Makes calls of
// ISupervisor directly, as its generated client needs a collector.

using System;
using RustKernel.Linux.Addresses;
using RustKernel.User;

namespace RustKernel.Linux;

/// <summary>The program and its streams.</summary>
internal struct ProgramSource
{
    internal Handle<Memory> File;
    internal ulong Offset;
    internal ulong Bytes;
    internal Handle<Port> Input;
    internal Handle<Port> Output;

    /// <summary>Bytes at <see cref="Layout.Files"/>: the arguments, each ended by a zero.</summary>
    internal int ArgumentBytes;

    /// <summary>Bytes after these: the environment, in the same form.</summary>
    internal int EnvironmentBytes;
}

/// <summary>Calls Init, over the port that the process was started with.</summary>
internal static unsafe class Starter
{
    private const uint Supervisor = 4u << 16;
    private const uint ConnectLabel = Supervisor | 1;
    private const uint StreamsLabel = Supervisor | HasObject | 10;
    private const uint ProgramFileLabel = Supervisor | 12;
    private const uint EnvironmentLabel = Supervisor | HasObject | 13;
    private const uint ChanceLabel = Supervisor | 14;
    private const uint ChanceWords = 4;
    private const uint HasObject = 1 << 14;
    private const uint IsLongReply = 1u << 31;
    private const ulong ObjectBytes = 8192;
    private const ulong MostTextBytes = 4096;

    // After everything that is added: the name, and two texts.
    private const ulong WorkOffset = 4 * MostTextBytes;
    private const ulong Patience = 20;

    private static Handle<Port> s_init;

    private static Deadline Limit => new(Kernel.ReadCounter() + (Patience * Kernel.SystemInfo(SystemItem.CounterHz)));

    /// <summary>Asks Init. The errors of Call; Corrupt: the answer is malformed; NoSpace: arguments or environment.</summary>
    internal static ErrorCode Ask(Handle<Port> init, out ProgramSource source)
    {
        source = default;
        s_init = init;
        Message message = default;
        message.Info = new MessageInfo(ProgramFileLabel, 0, 0, MessageKind.Call);
        ErrorCode error = Kernel.Call(init, Limit, ref message);
        error = error == ErrorCode.None ? (ErrorCode)(message.Info.Label & 0xFFFF) : error;
        if (error != ErrorCode.None || !ReadName(in message))
        {
            return error == ErrorCode.None ? ErrorCode.Corrupt : error;
        }

        source.File = message.Handles[0].As<Memory>();
        source.Offset = message.Words[0];
        source.Bytes = message.Words[1];
        source.ArgumentBytes = Add(0, ProgramName.Path);
        error = AskStreams(ref source);
        return error is ErrorCode.None or ErrorCode.NotFound ? AskEnvironment(ref source) : error;
    }

    /// <summary>Gets four random numbers: <c>ISupervisor.Chance</c>. The errors of Call; Corrupt: the answer is malformed.</summary>
    internal static ErrorCode AskChance(Span<ulong> numbers)
    {
        Message message = default;
        message.Info = new MessageInfo(ChanceLabel, 0, 0, MessageKind.Call);
        ErrorCode error = Kernel.Call(s_init, Limit, ref message);
        error = error == ErrorCode.None ? (ErrorCode)(message.Info.Label & 0xFFFF) : error;
        error = error == ErrorCode.None && message.Info.Words != ChanceWords ? ErrorCode.Corrupt : error;
        for (int i = 0; i < numbers.Length && error == ErrorCode.None; i++)
        {
            numbers[i] = message.Words[i];
        }

        return error;
    }

    // After the two numbers of the reply: a length of one byte and the text.
    private static bool ReadName(in Message message)
    {
        const int first = 2;
        int words = (int)message.Info.Words - first;
        int bytes = words > 0 ? (byte)message.Words[first] : 0;
        if (message.Info.Handles != 1 || bytes == 0 || bytes >= words * 8)
        {
            return false;
        }

        Span<byte> name = stackalloc byte[64];
        for (int i = 0; i < bytes; i++)
        {
            name[i] = (byte)(message.Words[first + ((i + 1) / 8)] >> (8 * ((i + 1) % 8)));
        }

        ProgramName.Set(name.Slice(0, bytes));
        return true;
    }

    /// <summary>
    /// The port of service <paramref name="name"/>, at most 31 bytes. AccessDenied: <c>uses=</c> of the manifest does not name it.
    /// </summary>
    internal static ErrorCode Connect(ReadOnlySpan<byte> name, out Handle<Port> port)
    {
        Message message = default;
        port = default;

        // A length of one byte and the text.
        message.Words[0] = (ulong)name.Length;
        for (int i = 0; i < name.Length; i++)
        {
            message.Words[(i + 1) / 8] |= (ulong)name[i] << (8 * ((i + 1) % 8));
        }

        message.Info = new MessageInfo(ConnectLabel, (uint)(name.Length + 8) / 8, 0, MessageKind.Call);
        ErrorCode error = Kernel.Call(s_init, Limit, ref message);
        error = error == ErrorCode.None ? (ErrorCode)(message.Info.Label & 0xFFFF) : error;
        error = error == ErrorCode.None && message.Info.Handles != 1 ? ErrorCode.Corrupt : error;
        port = error == ErrorCode.None ? message.Handles[0].As<Port>() : default;
        return error;
    }

    private static ErrorCode AskStreams(ref ProgramSource source)
    {
        ErrorCode error = AskTexts(StreamsLabel, source.ArgumentBytes, out Message reply, out int end);
        if (error == ErrorCode.None)
        {
            source.ArgumentBytes = end;
            source.Input = reply.Handles[0].As<Port>();
            source.Output = reply.Handles[1].As<Port>();
            error = reply.Info.Handles == 2 ? ErrorCode.None : ErrorCode.Corrupt;
        }

        return error;
    }

    // First the manifest's settings, then those of every program: if a name occurs twice, the first counts.
    private static ErrorCode AskEnvironment(ref ProgramSource source)
    {
        ErrorCode error = AskTexts(EnvironmentLabel, source.ArgumentBytes, out _, out int end);
        source.EnvironmentBytes = Add(end, "HOME=/"u8) - source.ArgumentBytes;
        return error;
    }

    // Makes a call whose answer is a text with a line for each string, and adds the strings at the offset.
    private static ErrorCode AskTexts(uint label, int at, out Message message, out int end)
    {
        message = default;
        end = at;
        ErrorCode error = Kernel.MemoryCreate(ObjectBytes, out Handle<Memory> memory);
        AnyHandle copy = default;
        error = error == ErrorCode.None
            ? Kernel.HandleDuplicate(
                memory, RustKernel.Rights.Read | RustKernel.Rights.Write | RustKernel.Rights.Transfer, Badge.None, false, out copy)
            : error;
        if (error != ErrorCode.None)
        {
            return error;
        }

        message.Info = new MessageInfo(label, 0, 1, MessageKind.Call);
        message.Handles = new MessageHandles(copy);
        error = Kernel.Call(s_init, Limit, ref message);
        error = error == ErrorCode.None ? (ErrorCode)(message.Info.Label & 0xFFFF) : error;
        error = error == ErrorCode.None ? ReadTexts(in message, memory, ref end) : error;
        memory.Close();
        return error;
    }

    // A length of four bytes and the text, a line for each string; in the words, or in the memory object.
    private static ErrorCode ReadTexts(in Message message, Handle<Memory> memory, ref int end)
    {
        bool isLong = (message.Info.Label & IsLongReply) != 0;
        ulong bytes = isLong ? message.Words[0] : message.Info.Words * 8;
        if (bytes < 4 || bytes > MostTextBytes)
        {
            return bytes < 4 ? ErrorCode.Corrupt : ErrorCode.NoSpace;
        }

        ulong words = Layout.Files + WorkOffset;
        for (ulong at = 0; at < bytes; at += 56)
        {
            RegisterWords piece = default;
            ErrorCode error = isLong ? Kernel.MemoryRead(memory, at, out piece) : ErrorCode.None;
            if (error != ErrorCode.None)
            {
                return error;
            }

            for (int i = 0; i < 7; i++)
            {
                int index = (int)(at / 8) + i;
                // SAFETY: bytes is at most MostTextBytes, and the area of files has many times that.
                *(ulong*)(words + ((ulong)index * 8)) = isLong ? piece[i] : index < 8 ? message.Words[index] : 0;
            }
        }

        uint length = *(uint*)words;
        if (length > bytes - 4)
        {
            return ErrorCode.Corrupt;
        }

        end = Add(end, new ReadOnlySpan<byte>((void*)(words + 4), (int)length));
        return ErrorCode.None;
    }

    // Adds lines as zero-terminated strings.
    private static int Add(int at, ReadOnlySpan<byte> lines)
    {
        byte* to = (byte*)Layout.Files;
        for (int i = 0; i < lines.Length; i++)
        {
            to[at++] = lines[i] == (byte)'\n' ? (byte)0 : lines[i];
        }

        if (lines.Length > 0)
        {
            to[at++] = 0;
        }

        return at;
    }
}
