// The files of /proc, /sys and /dev that runtimes read at start-up.

using System;
using RustKernel.Linux.Addresses;
using RustKernel.Linux.Sockets;

namespace RustKernel.Linux.Files;

/// <summary>The system's files.</summary>
internal enum SystemFile
{
    /// <summary>None.</summary>
    None,

    /// <summary>/dev/null.</summary>
    Null,

    /// <summary>/dev/urandom, /dev/random.</summary>
    Random,

    /// <summary>The machine's CPUs.</summary>
    Cpus,

    /// <summary>/proc/meminfo.</summary>
    Memory,

    /// <summary>/proc/self/maps.</summary>
    Maps,

    /// <summary>/proc/self/stat.</summary>
    State,

    /// <summary>/etc/hosts.</summary>
    Hosts,

    /// <summary>/etc/resolv.conf: net's name server.</summary>
    Resolver,

    /// <summary>/etc/nsswitch.conf.</summary>
    NameOrder,

    /// <summary>The program itself, to which /proc/self/exe points: it exists, but cannot be read.</summary>
    Program,
}

/// <summary>Finds these files by name, and writes their text.</summary>
internal static class SystemFiles
{
    /// <summary>The system file called <paramref name="name"/>.</summary>
    internal static SystemFile Find(ReadOnlySpan<byte> name) =>
        PathText.Is(name, "/dev/null"u8) ? SystemFile.Null
        : PathText.Is(name, "/dev/urandom"u8) || PathText.Is(name, "/dev/random"u8) ? SystemFile.Random
        : PathText.Is(name, "/sys/devices/system/cpu/possible"u8) || PathText.Is(name, "/sys/devices/system/cpu/online"u8) ? SystemFile.Cpus
        : PathText.Is(name, "/proc/meminfo"u8) ? SystemFile.Memory
        : PathText.Is(name, "/proc/self/maps"u8) ? SystemFile.Maps
        : PathText.Is(name, "/proc/self/stat"u8) ? SystemFile.State
        : PathText.Is(name, "/etc/hosts"u8) ? SystemFile.Hosts
        : PathText.Is(name, "/etc/resolv.conf"u8) ? SystemFile.Resolver
        : PathText.Is(name, "/etc/nsswitch.conf"u8) ? SystemFile.NameOrder
        : ProgramName.IsFile(name) ? SystemFile.Program
        : SystemFile.None;

    /// <summary>Adds the text of a file that has any.</summary>
    internal static void Write(SystemFile file, ref TextBuilder text)
    {
        switch (file)
        {
            case SystemFile.Cpus:
                WriteCpus(ref text);
                break;
            case SystemFile.Memory:
                WriteMemory(ref text);
                break;
            case SystemFile.Maps:
                WriteMaps(ref text);
                break;
            case SystemFile.Hosts:
                text.Add("127.0.0.1 localhost rustkernel\n"u8);
                break;
            case SystemFile.Resolver:
                WriteResolver(ref text);
                break;
            case SystemFile.NameOrder:
                text.Add("hosts: files dns\n"u8);
                break;
            default:
                text.Add("1 (program) R 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 0 0 0\n"u8);
                break;
        }
    }

    private static void WriteResolver(ref TextBuilder text)
    {
        uint server = NetworkService.NameServer();
        if (server == 0)
        {
            return;
        }

        text.Add("nameserver"u8);
        for (int shift = 24; shift >= 0; shift -= 8)
        {
            text.Add(shift == 24 ? " "u8 : "."u8);
            text.AddDecimal((byte)(server >> shift));
        }

        text.Add("\n"u8);
    }

    private static void WriteCpus(ref TextBuilder text)
    {
        ulong last = SystemStatus.CpuCount - 1;
        text.Add("0"u8);
        if (last != 0)
        {
            text.Add("-"u8);
            text.AddDecimal(last);
        }

        text.Add("\n"u8);
    }

    private static void WriteMemory(ref TextBuilder text)
    {
        SystemStatus.Memory(out ulong total, out ulong free);
        text.Add("MemTotal:       "u8);
        text.AddDecimal(total >> 10);
        text.Add(" kB\nMemFree:        "u8);
        text.AddDecimal(free >> 10);
        text.Add(" kB\nMemAvailable:   "u8);
        text.AddDecimal(free >> 10);
        text.Add(" kB\nBuffers:        0 kB\nCached:         0 kB\nSwapTotal:      0 kB\nSwapFree:       0 kB\n"u8);
    }

    private static void WriteMaps(ref TextBuilder text)
    {
        for (ulong at = 0; AddressMap.TryFind(at, out Mapping mapping); at = mapping.End)
        {
            text.AddHex(mapping.Start);
            text.Add("-"u8);
            text.AddHex(mapping.End);
            text.Add((mapping.Rights & AddressMap.Read) != 0 ? " r"u8 : " -"u8);
            text.Add((mapping.Rights & AddressMap.Write) != 0 ? "w"u8 : "-"u8);
            text.Add((mapping.Rights & AddressMap.Execute) != 0 ? "x"u8 : "-"u8);
            text.Add(mapping.IsShared ? "s "u8 : "p "u8);
            text.AddHex(mapping.FileOffset);
            text.Add(" 00:00 0 "u8);
            bool isStack = mapping.Start < InitialStack.Top && InitialStack.Top <= mapping.End;
            text.Add(isStack ? " [stack]"u8 : mapping.File.IsNone ? default : " "u8);
            text.Add(isStack || mapping.File.IsNone ? default : ProgramName.Path);
            text.Add("\n"u8);
        }
    }
}
