using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;
using RustKernel.Services.Storage;

namespace RustKernel.Services.Shell;

/// <summary>
/// A program in a file system, for run. A personality reads a Linux program, at its own process's expense; the shell reads one of our own
/// kind, as if it had been sent. The file NAME.service beside it says what it may have.
/// </summary>
internal static class FileProgram
{
    private const int PageBytes = 4096;
    private const int MachineAt = 18;
    private const ushort Machine = 183;
    private const int MostPathBytes = 47;
    private const int MostNameLetters = 16;
    private const int MostManifestBytes = 2048;

    // Where the note with the build id begins in our own programs, which have three segments (services/Runtime/runtime.ld).
    private const int NoteAt = 64 + (3 * 56);
    private const int HeadBytes = NoteAt + 16;

    /// <summary>Whether <paramref name="word"/> is a path, and not the name of a sent program.</summary>
    internal static bool IsPath(string word) => word.Contains('/');

    /// <summary>The program at <paramref name="named"/>; drop it after starting it.</summary>
    /// <exception cref="IOException">There is none, or it cannot be read; and the other exceptions of opening a file.</exception>
    internal static StoredProgram Open(string named)
    {
        string path = Path.GetFullPath(named);
        byte[] head = new byte[HeadBytes];
        using FileStream file = File.OpenRead(path);
        int count = file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        bool isFile = count == HeadBytes && head.AsSpan().StartsWith("\u007fELF"u8);
        if (!isFile || BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(MachineAt)) != Machine)
        {
            throw new IOException($"{path} is no program for AArch64: no ELF file of such a machine");
        }

        string name = Path.GetFileName(path)!;
        name = name.Length > MostNameLetters ? name.Substring(0, MostNameLetters) : name;
        bool isOwn = head.AsSpan(NoteAt).StartsWith("\u0004\0\0\0\u0008\0\0\0\u0003\0\0\0GNU\0"u8);
        return isOwn ? OpenOwn(file, path, name) : OpenForLinux(path, name);
    }

    private static StoredProgram OpenForLinux(string path, string name)
    {
        // A manifest consists of lines, and # begins a comment in it.
        if (Encoding.UTF8.GetByteCount(path) > MostPathBytes || path.Contains('#') || path.EndsWith(' '))
        {
            throw new IOException($"{path}: the path of a program has at most {MostPathBytes} bytes, no # and no blank at its end");
        }

        string mount = path.Substring(1, path.IndexOf('/', 1) - 1);
        string manifest = Manifest(path, $"memory=64M\nobjects=1024\nhandles=1024\nuses={mount}\n");
        return new StoredProgram(name, Create(PageBytes, path), 0, $"{manifest}\npersonality=linux\nprogram={path}\n");
    }

    private static StoredProgram OpenOwn(FileStream file, string path, string name)
    {
        if (file.Length > ProgramStore.MostBytes)
        {
            throw new IOException($"{path} has {file.Length} bytes; at most {ProgramStore.MostBytes} are read");
        }

        string manifest = Manifest(path, "");
        int bytes = (int)file.Length;
        MappedMemory memory = Create((bytes + PageBytes - 1) & ~(PageBytes - 1), path);
        StoredProgram program = new(name, memory, bytes, manifest);
        try
        {
            file.Position = 0;
            file.ReadExactly(memory.Bytes.Slice(0, bytes));
        }
        catch
        {
            program.Drop();
            throw;
        }

        return program;
    }

    private static string Manifest(string path, string otherwise)
    {
        string manifest = path + ".service";
        if (!File.Exists(manifest))
        {
            return otherwise;
        }

        using FileStream file = File.OpenRead(manifest);
        return file.Length <= MostManifestBytes
            ? File.ReadAllText(manifest)
            : throw new IOException($"{manifest} has more than {MostManifestBytes} bytes");
    }

    private static MappedMemory Create(int bytes, string path) =>
        ProgramStore.Create(bytes, out MappedMemory? memory) == ErrorCode.None
            ? memory!
            : throw new IOException($"{path}: the machine has no room for {bytes} bytes");
}
