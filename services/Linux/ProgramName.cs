using System;
using System.Runtime.CompilerServices;
using RustKernel.Linux.Files;

namespace RustKernel.Linux;

/// <summary>
/// The name under which the program was started: argv[0], the target of /proc/self/exe, and the program's file in /proc/self/maps. Set
/// once, before the program begins.
/// </summary>
internal static class ProgramName
{
    private const int MostBytes = 64;

    private static Buffer s_path;
    private static int s_bytes;
    private static bool s_isPath;

    [InlineArray(MostBytes)]
    private struct Buffer
    {
        private byte _first;
    }

    /// <summary>Its path; or a slash and the name, as if it were in the topmost directory.</summary>
    internal static ReadOnlySpan<byte> Path => ((ReadOnlySpan<byte>)s_path).Slice(0, s_bytes);

    /// <summary>
    /// Whether <paramref name="path"/> is the program, and not a file of a file system. A file system of that name takes precedence.
    /// </summary>
    internal static bool IsFile(ReadOnlySpan<byte> path)
    {
        bool isFile = !s_isPath && PathText.Is(path, Path);
        for (int i = 0; i < Mounts.Most && isFile; i++)
        {
            isFile = !PathText.Is(path.Slice(1), Mounts.Name(i));
        }

        return isFile;
    }

    /// <summary>Sets <paramref name="name"/>, or a path, of which the first 63 bytes count.</summary>
    internal static void Set(ReadOnlySpan<byte> name)
    {
        s_isPath = name[0] == (byte)'/';
        name = s_isPath ? name.Slice(1) : name;
        int bytes = name.Length < MostBytes ? name.Length : MostBytes - 1;
        s_path[0] = (byte)'/';
        for (int i = 0; i < bytes; i++)
        {
            s_path[i + 1] = name[i];
        }

        s_bytes = bytes + 1;
    }
}
