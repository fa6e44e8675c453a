// Child processes of a test: programs of the boot archive, each with a handle from the test.

using System;
using System.Runtime.CompilerServices;
using RustKernel.User;

namespace RustKernel.RuntimeTest;

/// <summary>Starts programs. They end with the test.</summary>
internal static class Child
{
    /// <summary>Set in the argument of a child of this program: it serves (ParcelServer.cs).</summary>
    internal const ulong ServerRole = 1ul << 30;

    /// <summary>Set with <see cref="ServerRole"/>: the server ends when asked to.</summary>
    internal const ulong MortalRole = 1ul << 31;

    private const ulong StackBytes = 64 * 1024;
    private const ulong StackTop = 0x7FFF_0000_0000;
    private const ulong Frames = 512;
    private const ulong ObjectsAndHandles = 64 | (64ul << 32);
    private const uint Priority = 24;
    private const int HeaderBytes = 110;

    /// <summary>The instruction count when the last child began to be made.</summary>
    internal static ulong StartedAt { get; private set; }

    /// <summary>A port.</summary>
    internal static Handle<Port> Port([CallerLineNumber] int line = 0)
    {
        Checks.Equal(ErrorCode.None, Kernel.PortCreate(8, out Handle<Port> port), line);
        return port;
    }

    /// <summary>Another handle to what <paramref name="handle"/> names.</summary>
    internal static Handle<Port> Duplicate(Handle<Port> handle, Rights rights, ulong badge = 0, [CallerLineNumber] int line = 0)
    {
        Checks.Equal(
            ErrorCode.None,
            Kernel.HandleDuplicate(handle, rights, new(badge), badge != 0, out AnyHandle copy),
            line);
        return copy.As<Port>();
    }

    /// <summary>
    /// Starts <paramref name="program"/> with <paramref name="port"/> as its own port; the kernel reports its end to
    /// <paramref name="supervisor"/>, if that is a port.
    /// </summary>
    internal static Handle<Process> Start(
        ReadOnlySpan<byte> program,
        Handle<Port> port,
        ulong argument = 0,
        Handle<Port> supervisor = default,
        [CallerLineNumber] int line = 0)
    {
        bool isFound = Find(program, out ulong offset, out ulong size);
        Checks.That(isFound, line);
        StartedAt = Runtime.Measure.Instructions();
        ErrorCode error = Kernel.ProcessCreate(
            supervisor,
            Badge.None,
            Frames,
            new ObjectQuotas(ObjectsAndHandles),
            0x646C696863,
            out Handle<Process> process);
        Checks.Equal(ErrorCode.None, error, line);
        ref readonly StartBlock own = ref Runtime.Startup.Block;
        Checks.Equal(ErrorCode.None, Kernel.ProcessLoad(process, own.Archive, offset, size, out ulong entry), line);
        Checks.Equal(ErrorCode.None, Kernel.MemoryCreate(StackBytes, out Handle<Memory> stack), line);
        Checks.Equal(
            ErrorCode.None,
            Kernel.MemoryMap(process, stack, 0, StackTop - StackBytes, StackBytes, Rights.Read | Rights.Write),
            line);
        Checks.Equal(ErrorCode.None, Kernel.HandleClose(stack), line);
        Checks.Equal(
            ErrorCode.None,
            Kernel.ThreadCreate(process, entry, StackTop, argument, Priority, 0, out Handle<Thread> thread),
            line);
        Checks.Equal(ErrorCode.None, Kernel.ProcessGrant(process, port, Rights.All, out ForeignHandle granted), line);
        Checks.Equal(ErrorCode.None, Kernel.ThreadWriteRegister(thread, 1, own.AbiVersion), line);
        Checks.Equal(ErrorCode.None, Kernel.ThreadWriteRegister(thread, 7, granted.Value), line);
        Checks.Equal(ErrorCode.None, Kernel.ThreadStart(thread), line);
        Checks.Equal(ErrorCode.None, Kernel.HandleClose(thread), line);
        return process;
    }

    /// <summary>Waits for the report of a child's end at <paramref name="supervisor"/>; returns the exit code.</summary>
    internal static ulong WaitExit(Handle<Port> supervisor, [CallerLineNumber] int line = 0)
    {
        Message message = default;
        Deadline deadline = new(Kernel.ReadCounter() + (10 * Kernel.SystemInfo(SystemItem.CounterHz)));
        Checks.Equal(ErrorCode.None, Kernel.Receive(supervisor, deadline, ref message), line);
        Checks.Equal(MessageKind.Exit, message.Info.Kind, line);
        return message.Words[0];
    }

    // The archive is cpio "newc": headers of 110 bytes in hexadecimal text, names and contents padded to the program files' alignment.
    private static bool Find(ReadOnlySpan<byte> name, out ulong offset, out ulong size)
    {
        ref readonly StartBlock own = ref Runtime.Startup.Block;
        Span<byte> header = stackalloc byte[HeaderBytes + 40];
        ulong at = 0;
        while (Read(own.Archive, at, header))
        {
            size = Hex(header.Slice(54, 8));
            int nameBytes = (int)Hex(header.Slice(94, 8));
            offset = (at + HeaderBytes + (ulong)nameBytes + 3) & ~3ul;
            ReadOnlySpan<byte> found = header.Slice(HeaderBytes);
            int length = 0;
            while (length < found.Length && found[length] != 0)
            {
                length++;
            }

            if (found.Slice(0, length).SequenceEqual(name))
            {
                return true;
            }

            at = (offset + size + 3) & ~3ul;
        }

        offset = 0;
        size = 0;
        return false;
    }

    private static bool Read(Handle<Memory> memory, ulong offset, Span<byte> into)
    {
        for (int i = 0; i < into.Length;)
        {
            if (Kernel.MemoryRead(memory, (offset + (ulong)i) & ~7ul, out RegisterWords registers) != ErrorCode.None)
            {
                return false;
            }

            do
            {
                into[i] = (byte)(registers[0] >> (int)(8 * ((offset + (ulong)i) & 7)));
                i++;
            }
            while (i < into.Length && ((offset + (ulong)i) & 7) != 0);
        }

        return into[0] == '0' && into[5] == '1';
    }

    private static ulong Hex(ReadOnlySpan<byte> text)
    {
        ulong value = 0;
        foreach (byte digit in text)
        {
            value = (value << 4) | (digit <= '9' ? digit - (uint)'0' : (digit | 0x20u) - 'a' + 10);
        }

        return value;
    }
}
